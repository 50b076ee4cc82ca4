#include "greeting.hpp"

#include <array>
#include <chrono>

#include "fields.hpp"

namespace moderato::remote {
namespace {

using namespace std::string_view_literals;
namespace json = boost::json;

constexpr std::size_t longest_name = 100;
constexpr std::size_t longest_reason = 400;
constexpr std::uint64_t most_in_batch = 1'000;
constexpr std::uint64_t most_seconds = 10ULL * 365 * 86'400;
constexpr std::uint64_t most_decisions = 100'000'000;

SpanUnit span_unit(const Fields& fields) {
  const json::value* const found = fields.find("span_unit");
  if (found == nullptr) return SpanUnit::bytes;
  const std::string_view name = text("span_unit", *found, longest_name);
  if (name == "bytes") return SpanUnit::bytes;
  if (name == "utf-16") return SpanUnit::utf16;
  if (name == "code points") return SpanUnit::code_points;
  wrong("span_unit", R"("bytes", "utf-16" or "code points")", *found);
}

ContextParts context(const Fields& fields) {
  ContextParts parts;
  const json::array* const names = fields.array("context");
  if (names == nullptr) return parts;
  for (const json::value& each : *names) {
    const std::string_view name = text("context", each, longest_name);
    if (name == "parent")
      parts.parent = true;
    else if (name == "article")
      parts.article = true;
    else if (name == "author")
      parts.author = true;
    else if (name == "thread")
      parts.thread = true;
    else
      wrong("context", R"("parent", "article", "author" and "thread")", each);
  }
  return parts;
}

std::optional<Lookback> remember(const Fields& fields) {
  const json::value* const found = fields.find("remember");
  if (found == nullptr || (found->is_bool() && !found->get_bool())) return std::nullopt;
  if (found->is_bool()) return Lookback{};
  const json::object* const object = found->if_object();
  if (object == nullptr) wrong("remember", R"(true, or {"seconds": …, "decisions": …})", *found);
  const Fields back{*object};
  back.only(std::array{"seconds"sv, "decisions"sv});
  const auto seconds = back.whole("seconds", most_seconds, most_seconds);
  const auto decisions = back.whole("decisions", most_decisions, most_decisions);
  return Lookback{std::chrono::seconds{seconds}, static_cast<std::int64_t>(decisions)};
}

}  // namespace

Greeting read_greeting(const json::object& answer) {
  const Fields fields{answer};
  fields.need("protocol");
  // Before all else: another protocol may have other fields.
  if (const auto spoken = fields.whole("protocol", 0, 1'000'000); spoken != protocol)
    throw Wrong("it speaks protocol " + std::to_string(spoken) + ", this filter speaks protocol " +
                std::to_string(protocol) + ": install versions that fit");
  fields.only(std::array{"protocol"sv, "name"sv, "version"sv, "ready"sv, "error"sv, "span_unit"sv, "context"sv,
                         "remember"sv, "batch"sv});
  fields.need("ready");
  const json::value& ready = *fields.find("ready");
  if (!ready.is_bool()) wrong("ready", "true or false", ready);
  if (!ready.get_bool()) throw Wrong("it is not ready: " + fields.text("error", "it gave no reason", longest_reason));
  fields.need("name");
  fields.need("version");
  return {.name = fields.text("name", "", longest_name),
          .version = fields.text("version", "", longest_name),
          .span_unit = span_unit(fields),
          .context = context(fields),
          .remember = remember(fields),
          .batch = static_cast<std::size_t>(fields.whole("batch", 0, most_in_batch))};
}

}  // namespace moderato::remote
