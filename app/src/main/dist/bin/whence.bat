@echo off
rem Starts Whence: the workbench without arguments, a command with them.
rem JAVA_HOME or the java on the PATH is used; WHENCE_JAVA_OPTS adds options for the virtual machine.
setlocal
set "WHENCE_JAVA=java"
if defined JAVA_HOME set "WHENCE_JAVA=%JAVA_HOME%\bin\java"
"%WHENCE_JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo whence: no Java found; install a JDK of version 17 or later, or set JAVA_HOME.>&2
    exit /b 1
)
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=0"
"%WHENCE_JAVA%" -Xmx3g -Dfile.encoding=UTF-8 -Dai.djl.offline=true --enable-native-access=ALL-UNNAMED %WHENCE_JAVA_OPTS% -cp "%~dp0..\lib\*" dev.whence.app.Launcher %*
exit /b %errorlevel%
