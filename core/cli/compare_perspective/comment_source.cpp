#include "cli/compare_perspective/comment_source.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <string_view>
#include <utility>

#include "comment/json_text.hpp"

namespace moderato::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_line = 1U << 20U;  // of a line or record, in bytes; Perspective takes texts of 20 KB
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

// Whether it is that name, in letters of either case, or a version of it: "TOXICITY@6".
bool is_called(std::string_view found, std::string_view wanted) {
  const std::string name = lower(trimmed(found));
  return name.starts_with(lower(wanted)) && (name.size() == wanted.size() || name[wanted.size()] == '@');
}

// A score as people write it; decimal commas where the separator leaves them room. What is none: nothing.
std::optional<double> score_from(std::string_view written, bool commas) {
  std::string text{trimmed(written)};
  if (commas) std::ranges::replace(text, ',', '.');
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !(value >= 0 && value <= 1))
    return std::nullopt;
  return value;
}

bool means_nothing(std::string_view text) {
  const std::string word = lower(trimmed(text));
  return word.empty() || word == "null" || word == "none" || word == "nan" || word == "na" || word == "n/a";
}

std::string no_score(std::string_view attribute, std::string_view found) {
  return std::string{attribute} + ": expected a score from 0 to 1, found \"" + std::string{found.substr(0, 40)} + '"';
}

const json::value* member(const json::object& object, std::string_view name) {
  if (const json::value* exact = object.if_contains(name)) return exact;
  for (const auto& each : object)
    if (is_called({each.key().data(), each.key().size()}, name)) return &each.value();
  return nullptr;
}

// A name may itself have dots in it.
const json::value* find(const json::object& object, std::string_view path) {
  if (const json::value* whole = member(object, path)) return whole;
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const json::value* inner = member(object, path.substr(0, dot));
  return inner != nullptr && inner->is_object() ? find(inner->get_object(), path.substr(dot + 1)) : nullptr;
}

template <class Wanted>
const json::value* first_of(const json::object& object, const std::vector<std::string>& paths, Wanted wanted) {
  for (const std::string& path : paths)
    if (const json::value* found = find(object, path); found != nullptr && wanted(*found)) return found;
  return nullptr;
}

std::string text_of(const json::object& object, const std::vector<std::string>& paths) {
  const json::value* found = first_of(object, paths, [](const json::value& v) { return v.is_string(); });
  return found == nullptr ? std::string{} : std::string{found->get_string().data(), found->get_string().size()};
}

// What is wrong, or nothing.
std::string read_scores(const json::object& object, const std::array<std::vector<std::string>, attribute_count>& paths,
                        Scores& to) {
  for (std::size_t i = 0; i < attribute_count; ++i) {
    const json::value* found =
        first_of(object, paths[i], [](const json::value& v) { return v.is_number() || v.is_string(); });
    if (found == nullptr) continue;
    if (found->is_string()) {
      const std::string_view text{found->get_string().data(), found->get_string().size()};
      if (means_nothing(text)) continue;
      to[i] = score_from(text, false);
    } else if (const auto value = found->to_number<double>(); value >= 0 && value <= 1) {
      to[i] = value;
    }
    if (!to[i]) return no_score(perspective_attributes[i], json::serialize(*found));
  }
  return {};
}

std::optional<std::size_t> column_of(const std::vector<std::string>& heading, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const auto found = std::ranges::find_if(heading, [&](const std::string& each) { return is_called(each, name); });
    if (found != heading.end()) return static_cast<std::size_t>(found - heading.begin());
  }
  return std::nullopt;
}

std::string names_listed(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name.substr(0, 60);
  return all;
}

}  // namespace

Fields::Fields() {
  for (std::size_t i = 0; i < attribute_count; ++i) {
    const std::string name{perspective_attributes[i]};
    perspective[i] = {"perspective." + name, "attributeScores." + name + ".summaryScore.value",
                      "attribute_scores." + name + ".summary_score.value", name};
    moderato[i] = {"moderato." + name};
  }
}

Result<CommentSource> CommentSource::open(const File& file, Fields fields) {
  CommentSource source{std::make_unique<LineReader>(file.fd(), longest_line), std::move(fields)};
  if (auto begun = source.begin(); !begun) return begun.error();
  return source;
}

Result<void> CommentSource::begin() {
  do {
    first_ = lines_->next();
    if (first_ && first_->number == 1 && first_->text.starts_with(byte_order_mark))
      first_->text.erase(0, byte_order_mark.size());
  } while (first_ && trimmed(first_->text).empty());
  if (lines_->failure()) return *lines_->failure();
  if (!first_) return {};
  const std::string_view text = trimmed(first_->text);
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") || text.find('\0') != std::string_view::npos)
    return Error{"cli.bad_input",
                 "expected JSON Lines or CSV in UTF-8, found what may be UTF-16; convert it: "
                 "iconv -f UTF-16 -t UTF-8"};
  if (text.starts_with('['))
    return Error{"cli.bad_input", "expected JSON Lines, one object a line, found a list; convert it: jq -c '.[]'"};
  if (text.starts_with('{')) return {};

  csv_ = std::make_unique<CsvReader>(std::move(*first_), *lines_, longest_line);
  first_.reset();
  if (csv_->failure()) return *csv_->failure();
  columns_ = columns_of(csv_->heading());
  const auto known = [](const auto& column) { return column.has_value(); };
  if (!columns_.text && std::ranges::none_of(columns_.perspective, known))
    return Error{"cli.bad_csv", "line 1: expected a heading with a column for the text (" + names_listed(fields_.text) +
                                    ") or one for scores (" + names_listed(fields_.perspective[0]) + "), found " +
                                    names_listed(csv_->heading()) + "; name them with --text and --score"};
  return {};
}

CommentSource::Columns CommentSource::columns_of(const std::vector<std::string>& heading) const {
  Columns columns{
      column_of(heading, fields_.text), column_of(heading, fields_.id), column_of(heading, fields_.language), {}, {}};
  for (std::size_t i = 0; i < attribute_count; ++i) {
    columns.perspective[i] = column_of(heading, fields_.perspective[i]);
    columns.moderato[i] = column_of(heading, fields_.moderato[i]);
  }
  return columns;
}

void CommentSource::bad(std::size_t line, const std::string& what) {
  if (bad_lines_++ == 0) first_bad_ = "line " + std::to_string(line) + ": " + what;
}

std::optional<ScoredComment> CommentSource::next() {
  return csv_ ? next_of_csv() : next_of_json();
}

std::optional<ScoredComment> CommentSource::next_of_json() {
  while (true) {
    auto line = first_ ? std::exchange(first_, std::nullopt) : lines_->next();
    if (!line) {
      failure_ = lines_->failure();
      return std::nullopt;
    }
    if (trimmed(line->text).empty()) continue;
    if (line->size > longest_line) {
      bad(line->number,
          "it has " + std::to_string(line->size) + " bytes; at most " + std::to_string(longest_line) + " are accepted");
      continue;
    }
    boost::system::error_code error;
    const json::value value = json::parse(line->text, error);
    if (error || !value.is_object()) {
      bad(line->number, error ? "no JSON: " + error.message() : "expected a JSON object");
      continue;
    }
    const json::object& object = value.get_object();
    ScoredComment comment{.id = text_of(object, fields_.id),
                          .text = text_of(object, fields_.text),
                          .language = text_of(object, fields_.language),
                          .perspective = {},
                          .moderato = {},
                          .refused = text_of(object, {"refused"})};
    std::string wrong = read_scores(object, fields_.perspective, comment.perspective);
    if (wrong.empty()) wrong = read_scores(object, fields_.moderato, comment.moderato);
    if (wrong.empty() && comment.text.empty() && !comment.has_perspective())
      wrong =
          "no text was found, as " + names_listed(fields_.text) + ", and no scores; name them with --text and --score";
    if (wrong.empty()) return comment;
    bad(line->number, wrong);
  }
}

std::optional<ScoredComment> CommentSource::next_of_csv() {
  const bool commas = csv_->separator() != ',';
  while (auto record = csv_->next()) {
    const auto field = [&](const std::optional<std::size_t>& column) {
      return column && *column < record->fields.size() ? std::string_view{record->fields[*column]} : std::string_view{};
    };
    ScoredComment comment{.id = valid_utf8(field(columns_.id)),
                          .text = valid_utf8(field(columns_.text)),
                          .language = valid_utf8(trimmed(field(columns_.language))),
                          .perspective = {},
                          .moderato = {},
                          .refused = {}};
    std::string wrong;
    const auto read = [&](const auto& columns, Scores& to) {
      for (std::size_t i = 0; i < attribute_count; ++i) {
        const std::string_view text = field(columns[i]);
        if (means_nothing(text)) continue;
        to[i] = score_from(text, commas);
        if (!to[i] && wrong.empty()) wrong = no_score(perspective_attributes[i], valid_utf8(text));
      }
    };
    read(columns_.perspective, comment.perspective);
    read(columns_.moderato, comment.moderato);
    if (wrong.empty() && comment.text.empty() && !comment.has_perspective()) wrong = "it has neither text nor scores";
    if (wrong.empty()) return comment;
    bad(record->line, wrong);
  }
  failure_ = csv_->failure() ? csv_->failure() : lines_->failure();
  return std::nullopt;
}

}  // namespace moderato::cli
