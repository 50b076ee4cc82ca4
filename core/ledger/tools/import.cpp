#include <boost/json.hpp>
#include <limits>
#include <utility>

#include "ledger/content_rule.hpp"
#include "ledger/tools/builder.hpp"
#include "ledger/tools/hexadecimal.hpp"
#include "ledger/tools/transfer.hpp"

namespace moderato {

namespace {

namespace json = boost::json;

// Thrown inside this file only, and answered by add().
struct BadLine {
  std::string what;
};

const json::value& field(const json::object& line, std::string_view name) {
  const json::value* value = line.if_contains(name);
  if (value == nullptr) throw BadLine{"\"" + std::string(name) + "\" is missing"};
  return *value;
}

std::string text_field(const json::object& line, std::string_view name) {
  const json::value& value = field(line, name);
  if (!value.is_string()) throw BadLine{"\"" + std::string(name) + "\" must be a string"};
  return {value.get_string().data(), value.get_string().size()};
}

std::int64_t number_field(const json::object& line, std::string_view name, std::int64_t most) {
  const json::value& value = field(line, name);
  if (!value.is_int64() || value.get_int64() < 0 || value.get_int64() > most) {
    throw BadLine{"\"" + std::string(name) + "\" must be a whole number from 0 to " + std::to_string(most)};
  }
  return value.get_int64();
}

Topic topic_from(const std::string& name) {
  for (const Topic topic : {Topic::approved, Topic::held, Topic::rejected, Topic::withdrawn, Topic::erased}) {
    if (to_string(topic) == name) return topic;
  }
  throw BadLine{"\"topic\" must be \"approved\", \"held\", \"rejected\", \"withdrawn\" or \"erased\""};
}

constexpr std::int64_t any_number = std::numeric_limits<std::int64_t>::max();

Record record_from(const json::object& line) {
  Record record;
  record.seq = {number_field(line, "seq", any_number)};
  record.subject = {number_field(line, "subject", any_number)};
  const auto content = number_from(text_field(line, "content"));
  if (!content) throw BadLine{"\"content\" must be 16 hexadecimal digits"};
  record.content = {*content};
  record.revision =
      static_cast<std::uint32_t>(number_field(line, "revision", std::numeric_limits<std::uint32_t>::max()));
  record.topic = topic_from(text_field(line, "topic"));
  const auto action = action_from(text_field(line, "action"));
  if (!action || *action == Action::pass) throw BadLine{"\"action\" must be \"hold\", \"reject\" or \"approve\""};
  record.action = *action;
  const auto time = parse_rfc3339(text_field(line, "decided_at"));
  if (!time) throw BadLine{"\"decided_at\" must be a time like 2026-11-23T08:15:00.000000Z"};
  record.decided_at = *time;
  record.decided_by = text_field(line, "decided_by");
  record.verdict = text_field(line, "verdict");
  if (record.subject == record.seq) {
    record.comment = text_field(line, "comment");
    const auto comment = parse_stored(record.comment);
    if (!comment) throw BadLine{"\"comment\" is no comment"};
    if (!content_agrees(record.content, *comment)) throw BadLine{"\"comment\" is not the one that was decided on"};
  }
  return record;
}

}  // namespace

struct LedgerImport::State {
  explicit State(LedgerBuilder made) : builder(std::move(made)) {}

  void add(std::string_view text) {
    if (ended) throw BadLine{"the end of the export was before this"};
    json::error_code failed;
    const json::value value = json::parse({text.data(), text.size()}, failed);
    const json::object* line = failed ? nullptr : value.if_object();
    if (line == nullptr) throw BadLine{"this is no JSON object"};
    const std::string kind = text_field(*line, "kind");
    if (!begun && kind != "ledger") throw BadLine{"an export begins with {\"kind\":\"ledger\""};
    if (kind == "decision") return add_decision(*line);
    if (kind == "article") return add_article(*line);
    if (kind == "note") return builder.add_note(text_field(*line, "name"), text_field(*line, "text"));
    if (kind == "ledger" && !begun) return begin(*line);
    if (kind == "end") return end(*line);
    throw BadLine{"\"kind\" must be \"note\", \"article\", \"decision\" or \"end\" here"};
  }

  void begin(const json::object& line) {
    if (number_field(line, "format", any_number) != 1) {
      throw BadLine{"this export has a format that a newer Moderato made; import it with that"};
    }
    if (line.contains("secret")) {
      secret = bytes_from<16>(text_field(line, "secret"));
      if (!secret) throw BadLine{"\"secret\" must be 32 hexadecimal digits"};
    }
    if (line.contains("lost")) lost = ranges_from(text_field(line, "lost"));
    begun = true;
  }

  void add_article(const json::object& line) {
    const json::value& closed = field(line, "closed");
    if (!closed.is_bool()) throw BadLine{"\"closed\" must be true or false"};
    std::optional<Time> published_at;
    if (line.contains("published_at")) {
      published_at = parse_rfc3339(text_field(line, "published_at"));
      if (!published_at) throw BadLine{"\"published_at\" must be a time like 2026-11-23T08:15:00Z"};
    }
    builder.add(Article{.site = text_field(line, "site"),
                        .article = text_field(line, "article"),
                        .title = text_field(line, "title"),
                        .url = text_field(line, "url"),
                        .text = text_field(line, "text"),
                        .closed = closed.get_bool(),
                        .published_at = published_at});
    ++done.articles;
  }

  void add_decision(const json::object& line) {
    const Record record = record_from(line);
    check_order(record.seq);
    if (auto added = builder.add(record); !added) throw BadLine{added.error().message};
    last = record.seq;
    ++done.decisions;
  }

  void check_order(Seq seq) const {
    if (seq <= last) throw BadLine{"decision " + std::to_string(seq.value) + " is out of order"};
    const SeqRange gap{{last.value + 1}, {seq.value - 1}};
    if (gap.first > gap.last) return;
    for (const SeqRange& range : lost) {
      if (range.first <= gap.first && gap.last <= range.last) return;
    }
    throw BadLine{"decisions are missing before this one: " + to_text({gap})};
  }

  void end(const json::object& line) {
    if (number_field(line, "articles", any_number) != done.articles ||
        number_field(line, "decisions", any_number) != done.decisions) {
      throw BadLine{"the end counts other lines than there are"};
    }
    ended = true;
  }

  LedgerBuilder builder;
  Transferred done;
  std::optional<std::array<std::uint8_t, 16>> secret;
  std::vector<SeqRange> lost;
  Seq last;
  bool begun = false;
  bool ended = false;
};

LedgerImport::LedgerImport(std::unique_ptr<State> state) : state_(std::move(state)) {}
LedgerImport::LedgerImport(LedgerImport&& other) noexcept = default;
LedgerImport::~LedgerImport() = default;

Result<LedgerImport> LedgerImport::begin(const std::filesystem::path& file) {
  auto builder = LedgerBuilder::create(file);
  if (!builder) return builder.error();
  return LedgerImport(std::make_unique<State>(std::move(*builder)));
}

Result<void> LedgerImport::add(std::string_view line) {
  try {
    state_->add(line);
    return {};
  } catch (const BadLine& bad) {
    return Error{"ledger.bad_import", bad.what};
  } catch (const CannotBuild& failure) {
    return Error{"ledger.cannot_write", std::string("The new ledger can't be written: ") + failure.what() + "."};
  }
}

Result<Transferred> LedgerImport::finish() {
  if (!state_->ended) return Error{"ledger.bad_import", "the export is cut short: its end is missing"};
  try {
    if (auto finished = state_->builder.finish(state_->secret, state_->lost); !finished) return finished.error();
    return state_->done;
  } catch (const CannotBuild& failure) {
    return Error{"ledger.cannot_write", std::string("The new ledger can't be written: ") + failure.what() + "."};
  }
}

}  // namespace moderato
