#include "config/value.hpp"

#include <cmath>
#include <limits>

#include "config/byte_size.hpp"
#include "config/duration.hpp"
#include "config/load.hpp"
#include "config/wording.hpp"

namespace moderato {
namespace {

// "an integer", "an integer of at least 1", "an integer from 1 to 9": a bound that any value meets is not mentioned.
template <class T, class Write>
std::string ranged(std::string what, Range<T> range, Write write) {
  const bool lower = range.least > std::numeric_limits<T>::lowest() && !std::isinf(static_cast<double>(range.least));
  const bool upper = range.most < std::numeric_limits<T>::max();
  if (lower && upper) return what + " from " + write(range.least) + " to " + write(range.most);
  if (lower) return what + " of at least " + write(range.least);
  if (upper) return what + " of at most " + write(range.most);
  return what;
}

}  // namespace

void report_wrong(const Value& value, std::string_view expected, Report& report) {
  std::string message{value.name};
  message.append(": expected ").append(expected).append(", found ").append(describe(value.node));
  report.add(value.place(), std::move(message));
}

std::optional<std::int64_t> read_integer(const Value& value, Range<std::int64_t> range, Report& report) {
  if (const auto* found = value.node.as_integer(); found && range.contains(found->get())) return found->get();
  report_wrong(value, ranged("an integer", range, [](std::int64_t bound) { return std::to_string(bound); }), report);
  return std::nullopt;
}

std::optional<double> read_number(const Value& value, Range<double> range, Report& report) {
  if (const auto* found = value.node.as_floating_point(); found && range.contains(found->get())) return found->get();
  if (const auto* found = value.node.as_integer(); found && range.contains(static_cast<double>(found->get())))
    return static_cast<double>(found->get());
  report_wrong(value, ranged("a number", range, number_text), report);
  return std::nullopt;
}

std::optional<bool> read_boolean(const Value& value, Report& report) {
  if (const auto* found = value.node.as_boolean()) return found->get();
  report_wrong(value, "true or false", report);
  return std::nullopt;
}

std::optional<std::string_view> read_string(const Value& value, Report& report) {
  if (const auto* found = value.node.as_string()) return found->get();
  report_wrong(value, "a string", report);
  return std::nullopt;
}

std::optional<std::size_t> read_choice(const Value& value, const std::vector<std::string>& choices, Report& report) {
  const auto* found = value.node.as_string();
  for (std::size_t i = 0; found && i < choices.size(); ++i)
    if (found->get() == choices[i]) return i;
  std::vector<std::string> names;
  for (const std::string& choice : choices) names.push_back(in_quotes(choice));
  const std::string near = found ? nearest_name(found->get(), choices) : std::string{};
  std::string message{value.name};
  message.append(": expected ").append(any_of(names)).append(", found ").append(describe(value.node));
  if (!near.empty()) message.append("; did you mean ").append(in_quotes(near)).append("?");
  report.add(value.place(), std::move(message));
  return std::nullopt;
}

std::optional<std::vector<Text>> read_strings(const Value& value, Report& report) {
  if (const auto* single = value.node.as_string()) return std::vector<Text>{{single->get(), value.place()}};
  const auto* list = value.node.as_array();
  if (list == nullptr) {
    report_wrong(value, "a string or a list of strings", report);
    return std::nullopt;
  }
  std::vector<Text> texts;
  for (const toml::node& entry : *list) {
    if (const auto text = read_string({entry, value.name}, report)) texts.push_back({*text, entry.source().begin});
  }
  if (texts.size() != list->size()) return std::nullopt;
  return texts;
}

bool is_path(std::string_view text) {
  return !text.empty() && text.find('\0') == std::string_view::npos;
}

std::optional<std::string_view> read_path(const Value& value, Report& report) {
  if (const auto* found = value.node.as_string(); found && is_path(found->get())) return found->get();
  report_wrong(value, "a path", report);
  return std::nullopt;
}

std::optional<std::uint64_t> read_bytes(const Value& value, Range<std::uint64_t> range, Report& report) {
  const auto* found = value.node.as_string();
  if (const auto size = found ? parse_byte_size(found->get()) : std::nullopt; size && range.contains(*size))
    return size;
  report_wrong(value, ranged(R"(an amount of memory such as "512 MB" or "2 GB")", range, byte_size_text), report);
  return std::nullopt;
}

std::optional<std::int64_t> read_duration(const Value& value, Range<std::int64_t> range, Report& report) {
  const auto* found = value.node.as_string();
  if (const auto span = found ? parse_duration(found->get()) : std::nullopt; span && range.contains(*span)) return span;
  report_wrong(value, ranged(R"(a time span such as "250ms", "90s", "5m", "12h" or "30d")", range, duration_text),
               report);
  return std::nullopt;
}

}  // namespace moderato
