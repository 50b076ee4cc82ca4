#include "casebook/reader.hpp"

#include <algorithm>
#include <array>

#include "casebook/questions.hpp"
#include "casebook/schema.hpp"

namespace moderato::gateway::casebook {
namespace {

constexpr std::array words{std::string_view{"approved"}, std::string_view{"held"}, std::string_view{"rejected"},
                           std::string_view{"withdrawn"}, std::string_view{"erased"}};
constexpr std::size_t most_ancestors = 10, most_beside = 10, most_below = 19;

}  // namespace

std::string_view to_string(State state) {
  return words.at(static_cast<std::size_t>(state));
}

std::optional<State> state_from(std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<State>(found - words.begin());
}

State state_after(Topic topic, Action action) {
  switch (topic) {
    case Topic::approved:
      return State::approved;
    case Topic::held:
      return State::held;
    case Topic::rejected:
      return State::rejected;
    case Topic::withdrawn:
      return action == Action::hold ? State::held : State::withdrawn;
    case Topic::erased:
      return State::erased;
  }
  return State::held;
}

std::string select_cases(std::string_view from, std::string_view rest) {
  return std::string{R"(
SELECT s.name, c.id, c.number, c.seq, c.revision, c.state, c.published, a.name, a.url, c.parent, p.author_name, p.text,
       p.state, c.author, u.id, c.author_name, u.approved, u.held, u.rejected, c.text, c.created_at, c.decided_at,
       c.language, c.score, j.reasons, j.scores, m.name, d.reasons
FROM )"}
      .append(from)
      .append(R"(
CROSS JOIN site s ON s.number = c.site CROSS JOIN article a ON a.number = c.article
LEFT JOIN comment p ON p.site = c.site AND p.id = c.parent LEFT JOIN author u ON u.number = c.author
LEFT JOIN decision j ON j.seq = c.judged LEFT JOIN decision d ON d.seq = c.seq
LEFT JOIN moderator m ON m.number = d.moderator
)")
      .append(rest);
}

Case read_case(const sqlite::Cursor& row) {
  Case one;
  one.key = {std::string{row.text(0)}, std::string{row.text(1)}};
  one.number = row.integer(2);
  one.seq = {row.integer(3)};
  one.revision = static_cast<std::uint32_t>(row.integer(4));
  one.state = static_cast<State>(row.integer(5));
  one.published = row.integer(6) != 0;
  one.article = row.text(7);
  if (!row.is_null(8)) one.url = row.text(8);
  if (!row.is_null(9)) one.parent_id = row.text(9);
  if (!row.is_null(12))
    one.parent = {std::string{row.text(10)}, std::string{row.text(11)}, static_cast<State>(row.integer(12))};
  if (!row.is_null(13)) one.author = row.integer(13);
  one.author_id = row.text(14);
  one.author_name = row.text(15);
  one.counts = {row.integer(16), row.integer(17), row.integer(18)};
  one.text = row.text(19);
  if (!row.is_null(20)) one.created_at = time_of(row.integer(20));
  one.decided_at = time_of(row.integer(21));
  one.language = row.text(22);
  one.score = row.integer(23);
  one.reasons = row.text(24);
  one.scores = row.text(25);
  one.decided_by = row.text(26);
  if (!one.decided_by.empty()) one.note = note_in(row.text(27));
  return one;
}

std::optional<std::vector<std::int64_t>> sites_in(Prepared& prepared, const Narrow& narrow) {
  if (!narrow.scope && narrow.site.empty()) return std::nullopt;
  std::vector<std::string_view> names;
  if (!narrow.site.empty()) {
    if (!narrow.scope || std::ranges::find(*narrow.scope, narrow.site) != narrow.scope->end())
      names.emplace_back(narrow.site);
  } else {
    names.assign(narrow.scope->begin(), narrow.scope->end());
  }
  std::vector<std::int64_t> numbers;
  for (const std::string_view name : names) {
    sqlite::Cursor row = prepared.query("SELECT number FROM site WHERE name = ?", {name});
    if (row.next()) numbers.push_back(row.integer(0));
  }
  std::ranges::sort(numbers);
  numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  return numbers;
}

std::string list_of(std::span<const std::int64_t> numbers) {
  std::string out;
  for (const std::int64_t number : numbers) out.append(out.empty() ? "" : ",").append(std::to_string(number));
  return out;
}

void add_sites(Where& where, std::string_view column, const std::optional<std::vector<std::int64_t>>& sites) {
  if (!sites) return;
  if (sites->size() == 1) return where.add(std::string{column} + " = ?", {sites->front()});
  where.add("+" + std::string{column} + " IN (" + list_of(*sites) + ")");
}

Result<Reader> Reader::open(const std::filesystem::path& file) {
  auto database = open_to_read(casebook_file, file);
  if (!database) return database.error();
  return Reader{std::make_unique<Prepared>(std::move(*database))};
}

std::optional<Case> Reader::find(std::string_view site, std::string_view id) const {
  static const std::string sql =
      select_cases("comment c", "WHERE c.site = (SELECT number FROM site WHERE name = ?) AND c.id = ?");
  sqlite::Cursor row = prepared_->query(sql, {site, id});
  if (!row.next()) return std::nullopt;
  return read_case(row);
}

std::optional<Reader::Newest> Reader::newest(std::string_view site, std::string_view id) const {
  Newest newest;
  std::int64_t number = 0;
  {
    sqlite::Cursor row = prepared_->query(
        "SELECT c.number, c.seq, c.state, c.published, m.name, d.kind FROM comment c "
        "LEFT JOIN decision d ON d.seq = c.seq LEFT JOIN moderator m ON m.number = d.moderator "
        "WHERE c.site = (SELECT number FROM site WHERE name = ?) AND c.id = ?",
        {site, id});
    if (!row.next()) return std::nullopt;
    number = row.integer(0);
    newest = {{row.integer(1)},         static_cast<State>(row.integer(2)), row.integer(3) != 0,
              std::string{row.text(4)}, static_cast<Kind>(row.integer(5)),  {}};
  }
  sqlite::Cursor rows = prepared_->query(
      "SELECT DISTINCT m.name FROM decision d CROSS JOIN moderator m ON m.number = d.moderator "
      "WHERE d.comment = ? AND d.kind IN (1, 2)",
      {number});
  while (rows.next()) newest.deciders.emplace_back(rows.text(0));
  return newest;
}

std::vector<Decision> Reader::history(std::string_view site, std::string_view id) const {
  std::vector<Decision> history;
  sqlite::Cursor row = prepared_->query(
      "SELECT d.seq, d.at, d.topic, d.action, d.kind, m.name, d.revision, "
      "CASE WHEN d.revision = c.revision THEN c.text ELSE (SELECT o.text FROM decision o WHERE o.comment = d.comment "
      "AND o.revision = d.revision AND o.text IS NOT NULL LIMIT 1) END, d.reasons, c.state "
      "FROM comment c CROSS JOIN decision d ON d.comment = c.number LEFT JOIN moderator m ON m.number = d.moderator "
      "WHERE c.site = (SELECT number FROM site WHERE name = ?) AND c.id = ? ORDER BY d.seq DESC LIMIT 1000",
      {site, id});
  while (row.next()) {
    Decision decision{{row.integer(0)},
                      time_of(row.integer(1)),
                      state_after(static_cast<Topic>(row.integer(2)), static_cast<Action>(row.integer(3))),
                      static_cast<Kind>(row.integer(4)),
                      std::string{row.text(5)},
                      static_cast<std::uint32_t>(row.integer(6)),
                      std::nullopt,
                      std::string{row.text(8)},
                      std::nullopt};
    if (!row.is_null(7) && static_cast<State>(row.integer(9)) != State::erased) decision.text = row.text(7);
    if (!decision.by.empty()) decision.note = note_in(decision.reasons);
    history.push_back(std::move(decision));
  }
  std::ranges::reverse(history);
  return history;
}

std::vector<Reader::ThreadComment> Reader::around(const Case& one) const {
  std::vector<ThreadComment> thread;
  const auto read = [](const sqlite::Cursor& row, std::size_t depth) {
    ThreadComment comment;
    comment.id = row.text(0);
    if (!row.is_null(1)) comment.parent = row.text(1);
    comment.depth = depth;
    comment.author_name = row.text(2);
    comment.text = row.text(3);
    comment.state = static_cast<State>(row.integer(4));
    return comment;
  };
  std::vector<std::string> seen{one.key.id};  // links may go round
  for (std::optional<std::string> parent = one.parent_id; parent && thread.size() < most_ancestors;) {
    if (std::ranges::find(seen, *parent) != seen.end()) break;
    seen.push_back(*parent);
    sqlite::Cursor row = prepared_->query(
        "SELECT id, parent, author_name, text, state FROM comment "
        "WHERE site = (SELECT number FROM site WHERE name = ?) AND id = ?",
        {one.key.site, *parent});
    if (!row.next()) break;
    thread.push_back(read(row, 0));
    parent = thread.back().parent;
  }
  std::ranges::reverse(thread);
  for (std::size_t i = 0; i < thread.size(); ++i) thread[i].depth = i;
  const std::size_t depth = thread.size();

  const auto list = [&](std::string_view condition, const Value& parent, std::size_t most, std::size_t at) {
    std::vector<ThreadComment> found;
    const std::string sql =
        std::string{
            "SELECT id, parent, author_name, text, state FROM comment WHERE article = "
            "(SELECT article FROM comment WHERE number = ?1) AND parent IS ?2 AND "}
            .append(condition)
            .append(" LIMIT ?3");
    sqlite::Cursor row = prepared_->query(sql, {one.number, parent, static_cast<std::int64_t>(most)});
    while (row.next()) found.push_back(read(row, at));
    return found;
  };
  const Value parent = one.parent_id ? Value{std::string_view{*one.parent_id}} : Value{nullptr};
  auto before = list("number < ?1 ORDER BY number DESC", parent, most_beside, depth);
  std::ranges::move(before.rbegin(), before.rend(), std::back_inserter(thread));
  thread.push_back({one.key.id, one.parent_id, depth, one.author_name, one.text, one.state, true});
  std::ranges::move(list("number <> ?1 ORDER BY number", std::string_view{one.key.id}, most_below, depth + 1),
                    std::back_inserter(thread));
  std::ranges::move(list("number > ?1 ORDER BY number", parent, most_beside, depth), std::back_inserter(thread));
  return thread;
}

std::optional<Reader::AuthorPast> Reader::author(std::int64_t number) const {
  AuthorPast past;
  {
    sqlite::Cursor row =
        prepared_->query("SELECT id, name, approved, held, rejected, first_at FROM author WHERE number = ?", {number});
    if (!row.next()) return std::nullopt;
    past = {std::string{row.text(0)},
            std::string{row.text(1)},
            {row.integer(2), row.integer(3), row.integer(4)},
            time_of(row.integer(5)),
            {}};
  }
  static const std::string sql = select_cases("comment c", "WHERE c.author = ? ORDER BY c.number DESC LIMIT 20");
  sqlite::Cursor rows = prepared_->query(sql, {number});
  while (rows.next()) past.recent.push_back(read_case(rows));
  return past;
}

Seq Reader::last_seq() const {
  return {prepared_->integer("SELECT seq FROM position", {})};
}

std::vector<std::string> Reader::sites() const {
  std::vector<std::string> names;
  sqlite::Cursor row = prepared_->query("SELECT name FROM site ORDER BY name", {});
  while (row.next()) names.emplace_back(row.text(0));
  return names;
}

}  // namespace moderato::gateway::casebook
