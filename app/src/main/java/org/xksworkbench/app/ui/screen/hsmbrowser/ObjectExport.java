package org.xksworkbench.app.ui.screen.hsmbrowser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.function.Function;
import org.xksworkbench.app.csv.Csv;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Token;

/// The list as a file. Of check values only the CMAC is in it, and no key material is.
final class ObjectExport {

  private record Column(String name, Function<HsmObjectRow, String> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("class", row -> row.object().ref().objectClass().title()),
          new Column("label", HsmObjectRow::label),
          new Column("id", row -> row.object().ref().id()),
          new Column("type", row -> row.object().spec()),
          new Column("usage", row -> String.join(" ", row.object().usages())),
          new Column("sensitive", HsmObjectRow::sensitive),
          new Column("extractable", HsmObjectRow::extractable),
          new Column("local", row -> row.object().text(AttributeType.LOCAL)),
          new Column("cmac", HsmObjectRow::checkValue),
          new Column("fit", row -> row.fitness().map(one -> one.fit() ? "yes" : "no").orElse("")),
          new Column(
              "reasons",
              row -> row.fitness().map(one -> String.join(" ", one.reasons())).orElse("")),
          new Column("kmsKeys", row -> String.join(" ", row.kmsKeys())));

  private ObjectExport() {}

  static String csv(List<HsmObjectRow> rows) {
    return Csv.of(
        COLUMNS.stream().map(Column::name).toList(),
        rows.stream()
            .map(row -> COLUMNS.stream().map(column -> column.value().apply(row)).toList())
            .toList());
  }

  static String json(Token token, List<HsmObjectRow> rows) {
    var mapper = new ObjectMapper();
    var root = mapper.createObjectNode().put("token", Pkcs11Uri.of(token).toString());
    var objects = root.putArray("objects");
    rows.forEach(row -> {
      var object = objects.addObject();
      object.put("uri", Pkcs11Uri.of(token, row.object().ref()).toString());
      COLUMNS.forEach(column -> object.put(column.name(), column.value().apply(row)));
      var attributes = object.putObject("attributes");
      row.object().attributes().forEach(one -> attributes.put(one.name(), one.decoded()));
    });
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of strings is always written", e);
    }
  }
}
