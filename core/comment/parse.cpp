#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "comment/comment.hpp"
#include "comment/field_reader.hpp"

namespace moderato {
namespace {

using Type = FieldRule::Type;

// Positions in comment_rules.
enum CommentField : std::size_t {
  f_kind,
  f_id,
  f_site,
  f_article,
  f_parent,
  f_text,
  f_created_at,
  f_language,
  f_url,
  f_author_id,
  f_author_name,
  f_author_ip,
  f_author_email,
  f_author_token,
  comment_field_count,
};

std::array<FieldRule, comment_field_count> comment_rules(const Limits& limits) {
  std::array<FieldRule, comment_field_count> rules{};
  rules[f_kind] = {.name = "kind", .most = 32};
  rules[f_id] = {.name = "id", .required = true, .printable = true, .least = 1, .most = 128};
  rules[f_site] = {.name = "site", .printable = true, .least = 1, .most = 64};
  rules[f_article] = {.name = "article", .required = true, .printable = true, .least = 1, .most = 1'024};
  rules[f_parent] = {.name = "parent", .nullable = true, .printable = true, .least = 1, .most = 128};
  rules[f_text] = {.name = "text", .required = true, .most = limits.text_bytes};
  rules[f_created_at] = {.name = "created_at", .nullable = true, .most = 64};
  rules[f_language] = {.name = "language", .nullable = true, .printable = true, .most = 64};
  rules[f_url] = {.name = "url", .nullable = true, .printable = true, .most = 4'096};
  rules[f_author_id] = {.group = "author", .name = "id", .required = true, .printable = true, .least = 1, .most = 256};
  rules[f_author_name] = {.group = "author", .name = "name", .nullable = true, .most = 1'024};
  rules[f_author_ip] = {.group = "author", .name = "ip", .nullable = true, .printable = true, .most = 64};
  rules[f_author_email] = {.group = "author", .name = "email", .nullable = true, .most = 512};
  rules[f_author_token] = {.group = "author", .name = "token", .nullable = true, .printable = true, .most = 16'384};
  return rules;
}

enum ArticleField : std::size_t {
  a_kind,
  a_site,
  a_article,
  a_title,
  a_url,
  a_text,
  a_closed,
  a_published_at,
  article_field_count,
};

std::array<FieldRule, article_field_count> article_rules(const Limits& limits) {
  std::array<FieldRule, article_field_count> rules{};
  rules[a_kind] = {.name = "kind", .most = 32};
  rules[a_site] = {.name = "site", .printable = true, .least = 1, .most = 64};
  rules[a_article] = {.name = "article", .required = true, .printable = true, .least = 1, .most = 1'024};
  rules[a_title] = {.name = "title", .nullable = true, .most = 4'096};
  rules[a_url] = {.name = "url", .nullable = true, .printable = true, .most = 4'096};
  rules[a_text] = {.name = "text", .nullable = true, .most = limits.frame_bytes};
  rules[a_closed] = {.name = "closed", .type = Type::boolean};
  rules[a_published_at] = {.name = "published_at", .nullable = true, .most = 64};
  return rules;
}

constexpr std::string_view default_site = "default";

// A site stands in feed topics between slashes.
std::optional<Error> check_site(std::string_view site) {
  if (site.find('/') == std::string_view::npos) return std::nullopt;
  return Error{"comment.bad_value", "\"site\" must not have a slash"};
}

// Error: comment.bad_value.
Result<std::optional<Time>> time_of(std::string_view name, std::optional<std::string_view> text) {
  if (!text) return std::optional<Time>{};
  const auto time = parse_rfc3339(*text);
  if (!time)
    return Error{"comment.bad_value", "\"" + std::string{name} +
                                          "\" must be a time like 2026-11-23T08:15:00Z (RFC 3339), from 1970 to 9999"};
  return time;
}

std::optional<Error> check_size(std::string_view frame, const Limits& limits) {
  if (frame.size() <= limits.frame_bytes) return std::nullopt;
  return Error{"comment.too_large", "the message has " + std::to_string(frame.size()) + " bytes; at most " +
                                        std::to_string(limits.frame_bytes) + " are accepted"};
}

Parsed<CommentFrame> comment_of(Fields read, std::string frame) {
  const auto field = [&](CommentField which) { return read.strings[which].value_or(std::string_view{}); };
  CommentFrame comment;
  comment.site = read.strings[f_site].value_or(default_site);
  comment.id = field(f_id);
  comment.article = field(f_article);
  comment.parent = read.strings[f_parent];
  comment.author_id = field(f_author_id);
  comment.author_name = field(f_author_name);
  comment.author_ip = field(f_author_ip);
  comment.author_email = field(f_author_email);
  comment.author_token = field(f_author_token);
  comment.text = field(f_text);
  comment.language = field(f_language);
  comment.url = field(f_url);
  const auto refuse = [&](Error error) { return ParseError{std::move(error), std::string{comment.id}}; };
  if (auto error = check_site(comment.site)) return refuse(*error);
  if (const auto kind = read.strings[f_kind]; kind && *kind != "comment")
    return refuse({"comment.bad_value", "\"kind\" must be \"comment\" or \"article\""});
  const auto created_at = time_of("created_at", read.strings[f_created_at]);
  if (!created_at) return refuse(created_at.error());
  comment.created_at = *created_at;
  comment.decoded = std::move(read.decoded);
  comment.frame = std::move(frame);
  return comment;
}

// Whether a frame is JSON that says `"kind": "article"` in its outermost object.
bool is_article(std::string_view frame) {
  if (frame.find("\"kind\"") == std::string_view::npos) return false;
  const std::array<FieldRule, 1> rules{FieldRule{.name = "kind", .most = 32}};
  const auto read = read_fields(frame, rules);
  return read && read->strings[0] == "article";
}

}  // namespace

Parsed<CommentFrame> parse_comment(std::string frame, const Limits& limits) {
  if (auto error = check_size(frame, limits)) return ParseError{*error, {}};
  auto read = read_fields(frame, comment_rules(limits));
  if (!read) return read.error();
  return comment_of(std::move(*read), std::move(frame));
}

Parsed<std::variant<CommentFrame, ArticleFrame>> parse_frame(std::string frame, const Limits& limits) {
  if (auto error = check_size(frame, limits)) return ParseError{*error, {}};
  // Comments are by far the most: whether it is an article is asked only of what is no comment.
  auto read = read_fields(frame, comment_rules(limits));
  if (read ? read->strings[f_kind] == "article" : is_article(frame)) {
    auto article = parse_article(std::move(frame), limits);
    if (!article) return article.error();
    return std::move(*article);
  }
  if (!read) return read.error();
  auto comment = comment_of(std::move(*read), std::move(frame));
  if (!comment) return comment.error();
  return std::move(*comment);
}

std::optional<CommentFrame> parse_stored(std::string frame) {
  constexpr std::size_t any = std::numeric_limits<std::size_t>::max();
  auto parsed = parse_comment(std::move(frame), {.text_bytes = any, .frame_bytes = any});
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

Parsed<ArticleFrame> parse_article(std::string frame, const Limits& limits) {
  if (auto error = check_size(frame, limits)) return ParseError{*error, {}};
  const auto rules = article_rules(limits);
  auto read = read_fields(frame, rules);
  if (!read) return read.error();

  const auto field = [&](ArticleField which) { return read->strings[which].value_or(std::string_view{}); };
  ArticleFrame article;
  article.site = read->strings[a_site].value_or(default_site);
  article.article = field(a_article);
  article.title = field(a_title);
  article.url = field(a_url);
  article.text = field(a_text);
  article.closed = read->booleans[a_closed].value_or(false);
  if (auto error = check_site(article.site)) return ParseError{*error, {}};
  const auto published_at = time_of("published_at", read->strings[a_published_at]);
  if (!published_at) return ParseError{published_at.error(), {}};
  article.published_at = *published_at;
  article.decoded = std::move(read->decoded);
  article.frame = std::move(frame);
  return article;
}

}  // namespace moderato
