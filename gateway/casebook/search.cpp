// The search through all that was ever said, by way of the index.
#include <algorithm>

#include "casebook/questions.hpp"
#include "casebook/words.hpp"

namespace moderato::gateway::casebook {
namespace {

constexpr std::int64_t most_counted = 1'000;
constexpr std::int64_t most_ranked = 10'000;
constexpr std::size_t shown = 280;  // bytes of a text without a match
// What marks a match in a piece of text: bytes that UTF-8 never has.
constexpr std::string_view begin_mark = "\xFE", end_mark = "\xFF";

// "marks : (s1 OR s2)"
void add_marks(std::string& match, char kind, std::span<const std::int64_t> numbers) {
  match += match.empty() ? "(marks : (" : " AND (marks : (";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0) match += " OR ";
    match.append("\"").append(1, kind).append(std::to_string(numbers[i])).append("\"");
  }
  match += "))";
}

std::vector<std::int64_t> numbers(Prepared& prepared, const std::string& sql, std::initializer_list<Value> values) {
  std::vector<std::int64_t> found;
  sqlite::Cursor row = prepared.query(sql, values);
  while (row.next()) found.push_back(row.integer(0));
  return found;
}

struct Question {
  bool nothing = false;  // can match
  std::string match;     // empty: all comments do
};

Question question_of(Prepared& prepared, const Narrow& narrow) {
  Question question;
  question.match = match_of(narrow.words);
  question.nothing = !narrow.words.empty() && question.match.empty();
  const auto add = [&](char kind, const std::vector<std::int64_t>& found) {
    question.nothing = question.nothing || found.empty();
    if (!found.empty()) add_marks(question.match, kind, found);
  };
  if (const auto sites = sites_in(prepared, narrow)) add('s', *sites);
  if (!narrow.article.empty())
    add('a', numbers(prepared, "SELECT number FROM article WHERE name = ? LIMIT 100", {narrow.article}));
  if (!narrow.author.empty())
    add('u', numbers(prepared, "SELECT number FROM author WHERE id = ? LIMIT 100", {narrow.author}));
  if (!narrow.moderator.empty())
    add('m', numbers(prepared, "SELECT number FROM moderator WHERE name = ?", {narrow.moderator}));
  if (narrow.state) add('t', {static_cast<std::int64_t>(*narrow.state)});
  return question;
}

// Takes the marks out of a piece of text.
void take_piece(std::string_view marked, Reader::Found& found) {
  std::size_t begin = 0;
  for (const char c : marked) {
    if (c == begin_mark.front())
      begin = found.text.size();
    else if (c == end_mark.front())
      found.spans.emplace_back(begin, found.text.size());
    else
      found.text += c;
  }
}

std::string_view beginning(std::string_view text) {
  if (text.size() <= shown) return text;
  std::size_t end = shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::size_t column_of_piece() {
  return 28;  // behind those of select_cases
}

}  // namespace

Reader::Search Reader::search(const Narrow& narrow, Order order, const std::optional<Place>& after,
                              std::size_t limit) const {
  Search search;
  const Question question = question_of(*prepared_, narrow);
  if (question.nothing) return search;
  const bool by_words = !question.match.empty();
  const std::string from = by_words ? "search" : "comment";
  const std::string row_number = by_words ? "rowid" : "number";

  Where all;
  if (by_words) all.add("search MATCH ?", {std::string_view{question.match}});
  // Comments have their numbers in the order in which they came.
  const auto first_since = [&](Time time) {
    return prepared_->query("SELECT number FROM comment WHERE first_at >= ? ORDER BY first_at LIMIT 1",
                            {number_of(time)});
  };
  if (narrow.from) {
    sqlite::Cursor row = first_since(*narrow.from);
    if (!row.next()) return search;
    all.add(row_number + " >= ?", {row.integer(0)});
  }
  if (narrow.to) {
    sqlite::Cursor row = first_since(*narrow.to);
    if (row.next()) all.add(row_number + " < ?", {row.integer(0)});
  }
  if (all.text().empty()) all.add("1");
  search.total = static_cast<std::size_t>(
      prepared_->integer("SELECT count(*) FROM (SELECT 1 FROM " + from + " WHERE " + all.text() + " LIMIT ?)",
                         all.values({most_counted})));

  std::string sql = "SELECT " + row_number + " FROM " + from + " WHERE " + all.text();
  std::vector<Value> values = all.values();
  const bool ranked = order == Order::rank && !match_of(narrow.words).empty();
  if (ranked) {
    sql = "SELECT rowid FROM (SELECT rowid, rank FROM search WHERE " + all.text() +
          " ORDER BY rowid DESC LIMIT ?) ORDER BY rank LIMIT ? OFFSET ?";
    values.insert(values.end(), {most_ranked, static_cast<std::int64_t>(limit + 1), after ? after->seq : 0});
  } else {
    const bool oldest = order == Order::oldest;
    if (after) {
      sql += " AND " + row_number + (oldest ? " > ?" : " < ?");
      values.emplace_back(after->seq);
    }
    sql += " ORDER BY " + row_number + (oldest ? " LIMIT ?" : " DESC LIMIT ?");
    values.emplace_back(static_cast<std::int64_t>(limit + 1));
  }
  std::vector<std::int64_t> found;
  {
    sqlite::Cursor row = prepared_->query(sql, values);
    while (row.next()) found.push_back(row.integer(0));
  }
  search.more = found.size() > limit;
  if (search.more) found.pop_back();

  const std::string match = match_of(narrow.words);
  static const std::string plain = select_cases("comment c", "WHERE c.number = ?");
  static const std::string with_piece = [] {
    std::string text =
        select_cases("search f CROSS JOIN comment c ON c.number = f.rowid", "WHERE f.search MATCH ?3 AND f.rowid = ?4");
    return text.insert(text.find("\nFROM "), ", snippet(search, 0, ?1, ?2, '…', 40)");
  }();
  for (const std::int64_t number : found) {
    sqlite::Cursor row = match.empty() ? prepared_->query(plain, {number})
                                       : prepared_->query(with_piece, {begin_mark, end_mark, match, number});
    if (!row.next()) continue;
    Found one{read_case(row), {}, {}};
    take_piece(match.empty() ? beginning(one.one.text) : row.text(static_cast<int>(column_of_piece())), one);
    search.found.push_back(std::move(one));
  }
  return search;
}

}  // namespace moderato::gateway::casebook
