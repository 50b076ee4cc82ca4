#include "cli/show.hpp"

#include <array>
#include <cstdio>

#include "comment/json_fields.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

std::string reason_text(const json::object& reason) {
  std::string out = printable(text_in(reason, "filter"));
  const std::string_view message = text_in(reason, "message");
  out += ": " + one_line(message.empty() ? text_in(reason, "code") : message, 200);
  if (const double score = number_in(reason, "score"); score > 0) out += " (" + share(score) + ")";
  if (flag_in(reason, "shadow")) out += " [shadow]";
  return out;
}

}  // namespace

std::string why(const json::object& verdict) {
  std::string effective;
  std::string other;
  for (const json::value& value : list_in(verdict, "reasons")) {
    const json::object* reason = value.if_object();
    if (reason == nullptr) continue;
    const bool counts = !flag_in(*reason, "shadow") && text_in(*reason, "action") != "pass";
    std::string& to = counts ? effective : other;
    if (!to.empty()) to += "; ";
    to += reason_text(*reason);
  }
  return effective.empty() ? other : effective;
}

std::string receipt_line(const Painter& painter, const json::object& verdict) {
  const std::string_view action = text_in(verdict, "action");
  std::string out = painter.verdict(action);
  out.append(action.size() < 8 ? 8 - action.size() : 1, ' ');
  out += one_line(text_in(verdict, "id"), 128);
  if (const std::int64_t revision = integer_in(verdict, "revision"); revision > 0)
    out += " (revision " + std::to_string(revision) + ")";
  if (const std::string reasons = why(verdict); !reasons.empty()) out += "  " + reasons;
  return out;
}

std::string comment_line(const json::object& comment, std::size_t most) {
  std::string_view author;
  if (const json::object* who = object_in(comment, "author")) {
    author = text_in(*who, "name");
    if (author.empty()) author = text_in(*who, "id");
  }
  return one_line(author, 40) + ": " + one_line(text_in(comment, "text"), most);
}

std::string share(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

std::string uptime_text(std::int64_t seconds) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%lldd %02lld:%02lld:%02lld", static_cast<long long>(seconds / 86'400),
                static_cast<long long>(seconds / 3'600 % 24), static_cast<long long>(seconds / 60 % 60),
                static_cast<long long>(seconds % 60));
  return text.data();
}

std::string padded(std::string_view text, int width) {
  const std::size_t wanted = static_cast<std::size_t>(width < 0 ? -width : width);
  const std::string fill(text.size() < wanted ? wanted - text.size() : 0, ' ');
  return width < 0 ? fill + std::string{text} : std::string{text} + fill;
}

}  // namespace moderato::cli
