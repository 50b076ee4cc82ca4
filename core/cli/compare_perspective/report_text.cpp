#include "cli/compare_perspective/report.hpp"
#include "cli/compare_perspective/wording.hpp"
#include "cli/terminal.hpp"

namespace moderato::cli {
namespace {

constexpr std::size_t name_width = 19;
constexpr std::size_t number_width = 10;

std::string left(std::string text) {
  if (text.size() < name_width) text.resize(name_width, ' ');
  return text;
}

std::string right(const std::string& text) {
  return text.size() < number_width ? std::string(number_width - text.size(), ' ') + text : text;
}

std::string opening(const Report& report) {
  std::string out = counted(report.comments, "comment", "comments") + ", " + std::to_string(report.compared) +
                    " of them scored by both.\n";
  for (const auto& [why, count] : report.refused)
    out += "Perspective can't score " + std::to_string(count) + ": " + one_line(why, 80) + "\n";
  return out;
}

std::string agreement(const Report& report) {
  std::string out = "\n" + left("Agreement") + right("comments") + right("Pearson") + right("Spearman") + "\n";
  for (const AttributeReport& each : report.attributes)
    out += left(attribute_name(each.index)) + right(std::to_string(each.count)) + right(coefficient(each.pearson)) +
           right(coefficient(each.spearman)) + "\n";
  return out;
}

std::string shares(const Report& report) {
  if (report.attributes.empty()) return "";
  std::string thresholds = left("Held from") + right("");
  for (const HeldAt& held : report.attributes.front().held) thresholds += right(decimals(held.threshold, 1));
  std::string out = "\n" + thresholds + "\n";
  for (const AttributeReport& each : report.attributes) {
    std::string theirs = left(attribute_name(each.index)) + right("theirs");
    std::string ours = left("") + right("ours");
    std::string match = left("") + right("to match");
    for (const HeldAt& held : each.held) {
      theirs += right(percent(held.perspective, each.count));
      ours += right(percent(held.moderato, each.count));
      match += right(held.same_share ? threshold_text(*held.same_share) + (held.perspective < few ? "?" : "") : "-");
    }
    out += theirs + "\n" + ours + "\n" + match + "\n";
  }
  return out +
         "ours: Moderato at the same threshold, on Perspective's scale; to match: the threshold at which it holds as\n"
         "many as Perspective does; ?: of fewer than " +
         std::to_string(few) + " comments, so take it for a guess.\n";
}

std::string told(const Decisions& decisions, std::size_t compared) {
  const std::size_t differently = decisions.only_perspective + decisions.only_moderato;
  return "held by both " + std::to_string(decisions.both) + ", by Perspective alone " +
         std::to_string(decisions.only_perspective) + ", by Moderato alone " + std::to_string(decisions.only_moderato) +
         ": " + percent(differently, compared) + " are decided differently.\n";
}

std::string decision_lines(const Report& report) {
  const std::string thresholds = listed(report.thresholds);
  if (thresholds.empty() || report.compared == 0) return "";
  std::string out = "\nWith the thresholds in use, " + thresholds + ":\n  " + told(report.as_they_are, report.compared);
  out += "With as many held, " + listed(report.same_share) + " on Perspective's scale:\n  " +
         told(report.matched, report.compared);
  return out + "The same for the filter itself, in moderato.toml:\n\n" + thresholds_toml(report);
}

std::string example_lines(const std::vector<Example>& list, const std::string& title) {
  if (list.empty()) return "";
  std::string out = "\n" + title + "\n";
  for (const Example& each : list)
    out += "  " + attribute_name(each.index) + " " + decimals(each.perspective, 2) + " theirs, " +
           decimals(each.moderato, 2) + " ours: " + (each.id.empty() ? "" : one_line(each.id, 40) + ": ") +
           one_line(each.text, 160) + "\n";
  return out;
}

}  // namespace

std::string report_text(const Report& report) {
  return opening(report) + agreement(report) + shares(report) + decision_lines(report) +
         example_lines(report.only_perspective, "Held by Perspective alone, with as many held:") +
         example_lines(report.only_moderato, "Held by Moderato alone, with as many held:");
}

std::string thresholds_toml(const Report& report) {
  std::string keys;
  std::string doubtful;
  for (const AttributeReport& each : report.attributes) {
    const std::string name = attribute_name(each.index);
    if (!each.in_use) continue;
    if (each.in_use->perspective < few)
      doubtful +=
          "# " + name + ": from " + counted(each.in_use->perspective, "comment", "comments") + " only, a guess\n";
  }
  bool any = false;
  for (std::size_t i = 0; i < attribute_count; ++i) {
    double value = 1;
    for (const AttributeReport& each : report.attributes)
      if (each.index == i && each.in_use && each.in_use->civility) value = *each.in_use->civility;
    any = any || report.same_share[i].has_value();
    keys += (keys.empty() ? "" : ", ") + attribute_name(i) + " = " + threshold_text(value);
  }
  return any ? doubtful + "[filter.civility]\nhold = { " + keys + " }\n" : "";
}

}  // namespace moderato::cli
