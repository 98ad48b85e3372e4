package dev.whence.engine.data;

import dev.whence.engine.BadInputException;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes. */
final class CsvTable {

    private final String text;
    private final String where;
    private int at;

    private CsvTable(String text, String where) {
        this.text = text;
        this.where = where;
    }

    /**
     * @param where names the file in messages
     * @return the rows that are not blank, the header included
     */
    static List<List<String>> parse(String text, String where) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        CsvTable table = new CsvTable(plain, where);
        List<List<String>> rows = new ArrayList<>();
        while (table.at < plain.length()) {
            List<String> row = table.row();
            if (row.size() > 1 || !row.get(0).isBlank()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private List<String> row() {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        return fields;
    }

    private String field() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        int start = at;
        StringBuilder field = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                field.append('"');
                at++;
            } else if (at == text.length() || ",\r\n".indexOf(text.charAt(at)) >= 0) {
                return field.toString();
            } else {
                break;
            }
        }
        long line = 1 + text.substring(0, start).chars().filter(c -> c == '\n').count();
        throw new BadInputException("The quotes in line " + line + " of " + where
                + " are not closed before the next comma; double the quotes inside a field.");
    }
}
