package org.xksworkbench.bridge.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.xksworkbench.bridge.check.RuleResult.Fail;
import org.xksworkbench.bridge.check.RuleResult.NotTried;
import org.xksworkbench.bridge.check.RuleResult.Pass;

/// The report as pipelines read it: JUnit's XML, one test case a rule. A rule that the
/// specification demands fails its case if it is broken, and is an error if it was not tried; one
/// that it only recommends is skipped, with what was seen.
final class CheckReportJunit {

  private CheckReportJunit() {}

  static void write(CheckReport report, Path file) throws IOException {
    try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      var xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      suite(report, xml);
      xml.writeEndDocument();
      xml.writeCharacters("\n");
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("The report cannot be written to " + file + ": " + e.getMessage(), e);
    }
  }

  private static void suite(CheckReport report, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", "XKS proxy " + report.url());
    xml.writeAttribute("timestamp", report.at().toString());
    attribute(xml, "tests", report.verdicts().size());
    attribute(xml, "failures", count(report, "failure"));
    attribute(xml, "errors", count(report, "error"));
    attribute(xml, "skipped", count(report, "skipped"));
    for (var verdict : report.verdicts()) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("classname", verdict.rule().section());
      xml.writeAttribute("name", verdict.rule().id() + ": " + verdict.rule().text());
      var outcome = outcome(verdict);
      if (!outcome.isEmpty()) {
        xml.writeEmptyElement(outcome);
        xml.writeAttribute("message", verdict.result().words());
      }
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static long count(CheckReport report, String outcome) {
    return report.verdicts().stream().filter(one -> outcome(one).equals(outcome)).count();
  }

  /// The element inside the test case; empty for a rule that is kept.
  private static String outcome(RuleVerdict verdict) {
    return switch (verdict.result()) {
      case Pass _ -> "";
      case Fail _ -> verdict.rule().must() ? "failure" : "skipped";
      case NotTried _ -> verdict.rule().must() ? "error" : "skipped";
    };
  }

  private static void attribute(XMLStreamWriter xml, String name, long value)
      throws XMLStreamException {
    xml.writeAttribute(name, Long.toString(value));
  }
}
