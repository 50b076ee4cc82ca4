#include "daemon/retention.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>
#include <utility>

#include "config/duration.hpp"

namespace moderato {
namespace {

// In one commit: so many are overwritten, and so many looked at.
constexpr std::size_t most_overwritten = 200;
constexpr std::size_t most_looked_at = 20'000;

std::string note_of(const std::string& what) {
  return "retention:" + what;
}

Seq seq_from(const std::string& text) {
  Seq seq;
  std::from_chars(text.data(), text.data() + text.size(), seq.value);
  return seq;
}

bool has(const CommentFrame& comment, const Redaction& fields) {
  return (fields.ip && !comment.author_ip.empty()) || (fields.email && !comment.author_email.empty()) ||
         (fields.token && !comment.author_token.empty());
}

}  // namespace

Retention::Retention(const RetentionSettings& settings, LedgerWriter& writer, LedgerReader& ledger,
                     const BetweenCommits& between_commits, Log log)
    : writer_(writer), ledger_(ledger), between_commits_(between_commits), log_(std::move(log)) {
  const auto add_rule = [this](std::string what, std::chrono::microseconds kept, const Redaction& fields) {
    if (kept.count() > 0) rules_.push_back({std::move(what), kept, fields});
  };
  add_rule("ip", settings.ip, {.ip = true});
  add_rule("email", settings.email, {.email = true});
  add_rule("token", settings.token, {.token = true});
  add_rule("rejected_text", settings.rejected_text, {.text = true});
}

std::optional<std::chrono::microseconds> Retention::interval() const {
  if (rules_.empty()) return std::nullopt;
  const auto shortest = std::ranges::min_element(rules_, {}, &Rule::kept)->kept;
  return std::clamp<std::chrono::microseconds>(shortest / 24, std::chrono::seconds{1}, std::chrono::hours{1});
}

bool Retention::enforce(Time time) {
  bool any = false;
  for (const Rule& rule : rules_) {
    const std::int64_t redacted = enforce(rule, time);
    if (redacted == 0) continue;
    any = true;
    log_->info("retention: took {} out of {} records older than {}", rule.what, redacted,
               duration_text(rule.kept.count()));
  }
  return any;
}

std::int64_t Retention::enforce(const Rule& rule, Time time) {
  const auto notes = between_commits_([&writer = writer_, name = note_of(rule.what)] { return writer.notes(name); });
  if (!notes) return 0;
  Seq after = notes->empty() ? Seq{} : seq_from(notes->front().text);
  std::int64_t redacted = 0;
  for (bool over = false; !over;) {
    Slice slice = next_slice(rule, after, time - rule.kept);
    over = slice.over;
    if (slice.looked_at == after) break;
    after = slice.looked_at;
    redacted += static_cast<std::int64_t>(slice.records.size());
    const LedgerWriter::Note note{note_of(rule.what), std::to_string(after.value)};
    const auto done = between_commits_([&writer = writer_, records = std::move(slice.records), fields = rule.fields,
                                        note] { return writer.redact(records, fields, note); });
    if (!done) return redacted;
    if (!*done) throw std::runtime_error(done->error().message);
  }
  return redacted;
}

Retention::Slice Retention::next_slice(const Rule& rule, Seq after, Time before) {
  Slice slice{{}, after, true};
  std::size_t looked = 0;
  ledger_.replay({after.value + 1}, [&](const Record& record) {
    slice.over = record.decided_at > before;
    if (slice.over) return false;
    if (slice.records.size() >= most_overwritten || looked++ == most_looked_at) return false;
    add(rule, record, slice.records);
    slice.looked_at = record.seq;
    slice.over = true;  // unless there is a next one
    return true;
  });
  return slice;
}

void Retention::add(const Rule& rule, const Record& record, std::vector<Seq>& to) {
  if (record.content == erased_content && rule.fields.text) return;
  if (!rule.fields.text) {
    const auto comment = record.subject == record.seq ? parse_stored(record.comment) : std::nullopt;
    if (comment && has(*comment, rule.fields)) to.push_back(record.seq);
    return;
  }
  if (record.action != Action::reject) return;
  const auto comment = parse_stored(record.comment);
  const auto known = comment ? ledger_.find(comment->site, comment->id) : std::nullopt;
  // A later decision has its own time; and while an older revision is published, its text stands.
  if (!known || known->seq != record.seq || known->published) return;
  for (const Record& each : ledger_.history(comment->site, comment->id, std::numeric_limits<std::size_t>::max()))
    to.push_back(each.seq);
}

}  // namespace moderato
