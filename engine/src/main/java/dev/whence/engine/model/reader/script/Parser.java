package dev.whence.engine.model.reader.script;

import dev.whence.engine.BadInputException;
import dev.whence.engine.model.reader.pickle.PyNone;
import dev.whence.engine.model.reader.script.Declarations.ClassDef;
import dev.whence.engine.model.reader.script.Declarations.FunctionDef;
import dev.whence.engine.model.reader.script.Declarations.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the small subset of Python in which TorchScript archives are written. */
final class Parser {

    private static final int MAX_NESTING = 200;

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** @throws BadInputException naming file and line if the text does not follow the grammar */
    static Declarations parse(String file, String text) {
        return new Parser(Lexer.tokens(file, text)).file();
    }

    private Declarations file() {
        List<ClassDef> classes = new ArrayList<>();
        List<FunctionDef> functions = new ArrayList<>();
        while (current().kind() != Token.Kind.END) {
            if (current().kind() == Token.Kind.NEWLINE) {
                at++;
            } else if (current().isName("class")) {
                classes.add(classDef());
            } else {
                functions.add(function());
            }
        }
        return new Declarations(classes, functions);
    }

    private ClassDef classDef() {
        Place place = current().place();
        word("class");
        String name = name();
        String base = "";
        symbol("(");
        if (!current().is(")")) {
            base = name();
        }
        symbol(")");
        List<Stmt.Assign> fields = new ArrayList<>();
        Map<String, FunctionDef> methods = new LinkedHashMap<>();
        openBlock();
        while (!closesBlock()) {
            if (current().isName("def")) {
                FunctionDef method = function();
                methods.put(method.name(), method);
            } else {
                Stmt statement = statement();
                if (statement instanceof Stmt.Assign field) {
                    fields.add(normalised(field));
                } else if (!(statement instanceof Stmt.Pass)) {
                    throw Lexer.unreadable(statement.place());
                }
            }
        }
        return new ClassDef(place, name, base, fields, methods);
    }

    /** Turns {@code __annotations__["0"] = T} into {@code 0 : T}. */
    private static Stmt.Assign normalised(Stmt.Assign field) {
        if (field.target() instanceof Expr.Index index
                && index.target() instanceof Expr.Name list
                && list.id().equals("__annotations__")
                && index.items().size() == 1
                && index.items().get(0) instanceof Expr.Literal key) {
            Expr.Name name = new Expr.Name(field.place(), key.value().toString());
            return new Stmt.Assign(field.place(), name, field.value(), null);
        }
        return field;
    }

    private FunctionDef function() {
        Place place = current().place();
        word("def");
        String name = name();
        symbol("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!current().is(")")) {
            String parameter = name();
            if (accept(":")) {
                expression();
            }
            parameters.add(new Parameter(parameter, accept("=") ? expression() : null));
            if (!accept(",")) {
                break;
            }
        }
        symbol(")");
        if (accept("->")) {
            expression();
        }
        return new FunctionDef(place, name, parameters, block());
    }

    private List<Stmt> block() {
        openBlock();
        List<Stmt> statements = new ArrayList<>();
        while (!closesBlock()) {
            statements.add(statement());
        }
        return statements;
    }

    private void openBlock() {
        enter();
        symbol(":");
        expect(Token.Kind.NEWLINE);
        expect(Token.Kind.INDENT);
    }

    private boolean closesBlock() {
        if (current().kind() == Token.Kind.DEDENT) {
            at++;
            leave();
            return true;
        }
        return false;
    }

    private Stmt statement() {
        Place place = current().place();
        if (current().isName("if")) {
            at++;
            Expr test = expression();
            List<Stmt> then = block();
            List<Stmt> otherwise = List.of();
            if (current().isName("else")) {
                at++;
                otherwise = block();
            }
            return new Stmt.If(place, test, then, otherwise);
        }
        if (current().isName("while")) {
            at++;
            return new Stmt.While(place, expression(), block());
        }
        if (current().isName("for")) {
            at++;
            Expr target = expressions();
            word("in");
            return new Stmt.For(place, target, expression(), block());
        }
        Stmt simple = simple(place);
        expect(Token.Kind.NEWLINE);
        return simple;
    }

    private Stmt simple(Place place) {
        if (current().isName("pass")) {
            at++;
            return new Stmt.Pass(place);
        }
        if (current().isName("return")) {
            at++;
            return new Stmt.Return(
                    place,
                    current().kind() == Token.Kind.NEWLINE ? new Expr.Literal(place, PyNone.NONE) : expressions());
        }
        Expr first = expressions();
        Expr type = accept(":") ? expression() : null;
        Expr value = accept("=") ? expressions() : null;
        if (type == null && value == null) {
            return new Stmt.Evaluate(place, first);
        }
        return assign(place, first, type, value);
    }

    private static Stmt.Assign assign(Place place, Expr target, @Nullable Expr type, @Nullable Expr value) {
        boolean assignable = target instanceof Expr.Name
                || target instanceof Expr.Attribute
                || target instanceof Expr.Index
                || (target instanceof Expr.Items items
                        && items.items().stream().allMatch(item -> item instanceof Expr.Name));
        if (!assignable) {
            throw Lexer.unreadable(place);
        }
        return new Stmt.Assign(place, target, type, value);
    }

    /** One expression, or several separated by commas as a tuple. */
    private Expr expressions() {
        Expr first = expression();
        if (!current().is(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (accept(",")) {
            if (!startsExpression()) {
                break;
            }
            items.add(expression());
        }
        return new Expr.Items(first.place(), true, items);
    }

    private boolean startsExpression() {
        return switch (current().kind()) {
            case NAME -> !current().isName("in");
            case INTEGER, FLOAT, STRING -> true;
            case SYMBOL -> "([{-".contains(current().text());
            case NEWLINE, INDENT, DEDENT, END -> false;
        };
    }

    private Expr expression() {
        enter();
        Place place = current().place();
        Expr result = accept("-") ? new Expr.Negate(place, expression()) : postfix(atom());
        leave();
        return result;
    }

    private Expr postfix(Expr atom) {
        Expr result = atom;
        int links = 0;
        while (++links < MAX_NESTING) {
            Place place = current().place();
            if (accept(".")) {
                result = new Expr.Attribute(place, result, name());
            } else if (accept("(")) {
                result = call(place, result);
            } else if (accept("[")) {
                result = new Expr.Index(place, result, items("]"));
            } else {
                return result;
            }
        }
        throw Lexer.unreadable(current().place());
    }

    private Expr call(Place place, Expr callee) {
        List<Expr> arguments = new ArrayList<>();
        List<Expr.Keyword> keywords = new ArrayList<>();
        while (!current().is(")")) {
            if (current().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
                String keyword = name();
                symbol("=");
                keywords.add(new Expr.Keyword(keyword, expression()));
            } else {
                arguments.add(expression());
            }
            if (!accept(",")) {
                break;
            }
        }
        symbol(")");
        return new Expr.Call(place, callee, arguments, keywords);
    }

    private List<Expr> items(String close) {
        List<Expr> items = new ArrayList<>();
        while (!current().is(close)) {
            items.add(expression());
            if (!accept(",")) {
                break;
            }
        }
        symbol(close);
        return items;
    }

    private Expr atom() {
        Token token = current();
        at++;
        return switch (token.kind()) {
            case NAME -> named(token);
            case INTEGER -> new Expr.Literal(token.place(), integer(token));
            case FLOAT -> new Expr.Literal(token.place(), real(token));
            case STRING -> new Expr.Literal(token.place(), token.text());
            case SYMBOL -> bracketed(token);
            case NEWLINE, INDENT, DEDENT, END -> throw Lexer.unreadable(token.place());
        };
    }

    private static Expr named(Token token) {
        Place place = token.place();
        return switch (token.text()) {
            case "True" -> new Expr.Literal(place, true);
            case "False" -> new Expr.Literal(place, false);
            case "None" -> new Expr.Literal(place, PyNone.NONE);
            case "inf" -> new Expr.Literal(place, Double.POSITIVE_INFINITY);
            case "nan" -> new Expr.Literal(place, Double.NaN);
            default -> new Expr.Name(place, token.text());
        };
    }

    private Expr bracketed(Token open) {
        Place place = open.place();
        switch (open.text()) {
            case "[" -> {
                return new Expr.Items(place, false, items("]"));
            }
            case "(" -> {
                if (accept(")")) {
                    return new Expr.Items(place, true, List.of());
                }
                Expr content = expressions();
                symbol(")");
                return content;
            }
            case "{" -> {
                return dict(place);
            }
            default -> throw Lexer.unreadable(place);
        }
    }

    private Expr dict(Place place) {
        List<Expr> keys = new ArrayList<>();
        List<Expr> values = new ArrayList<>();
        while (!current().is("}")) {
            keys.add(expression());
            symbol(":");
            values.add(expression());
            if (!accept(",")) {
                break;
            }
        }
        symbol("}");
        return new Expr.Dict(place, keys, values);
    }

    private static long integer(Token token) {
        try {
            return Long.parseLong(token.text());
        } catch (NumberFormatException e) {
            throw Lexer.unreadable(token.place());
        }
    }

    private static double real(Token token) {
        try {
            return Double.parseDouble(token.text());
        } catch (NumberFormatException e) {
            throw Lexer.unreadable(token.place());
        }
    }

    private void enter() {
        if (++depth > MAX_NESTING) {
            throw Lexer.unreadable(current().place());
        }
    }

    private void leave() {
        depth--;
    }

    private Token current() {
        return tokens.get(Math.min(at, tokens.size() - 1));
    }

    private boolean accept(String symbol) {
        if (current().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private void symbol(String symbol) {
        if (!accept(symbol)) {
            throw Lexer.unreadable(current().place());
        }
    }

    private void word(String word) {
        if (!current().isName(word)) {
            throw Lexer.unreadable(current().place());
        }
        at++;
    }

    private String name() {
        expect(Token.Kind.NAME);
        return tokens.get(at - 1).text();
    }

    private void expect(Token.Kind kind) {
        if (current().kind() != kind) {
            throw Lexer.unreadable(current().place());
        }
        at++;
    }
}
