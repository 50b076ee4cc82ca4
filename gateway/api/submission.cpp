#include "api/submission.hpp"

#include <openssl/rand.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "comment/json_text.hpp"
#include "moderato/text/utf8.hpp"

namespace moderato::gateway::api {
namespace json = boost::json;
namespace {

constexpr std::size_t longest_name = 1'024;
constexpr std::size_t longest_url = 4'096;
constexpr std::size_t longest_title = 4'096;
constexpr std::size_t longest_language = 64;
constexpr std::size_t longest_author_id = 256;
constexpr std::size_t longest_ip = 64;
constexpr std::size_t longest_email = 512;
constexpr std::size_t longest_time = 64;

bool has_controls(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
  return false;
}

bool can_be_seen(char32_t code) {
  const auto c = static_cast<UChar32>(code);
  return u_isUWhiteSpace(c) == 0 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0;
}

bool is_blank(std::string_view all) {
  for (std::size_t at = 0; at < all.size();) {
    const auto byte = static_cast<unsigned char>(all[at]);
    const text::Decoded c = byte < 0x80 ? text::Decoded{byte, 1, true} : text::decode(all, at);
    if (can_be_seen(c.code)) return false;
    at += c.size;
  }
  return true;
}

// What a string must be.
struct Rule {
  std::size_t most;        // bytes
  bool printable = false;  // no control characters
  bool may_be_empty = true;
  bool nullable = false;
};

// Reads the fields of one object, and notices all that is wrong with them.
class Fields {
 public:
  Fields(const json::object& object, std::string path, FieldErrors& errors)
      : object_(object), path_(std::move(path)), errors_(errors) {}

  std::optional<std::string> text(std::string_view name, Rule rule) {
    const json::value* const value = find(name);
    if (value == nullptr || (rule.nullable && value->is_null())) return std::nullopt;
    if (!value->is_string()) {
      wrong(name, rule.nullable ? "must be a string or null" : "must be a string");
      return std::nullopt;
    }
    const std::string_view found = value->get_string();
    if (found.empty() && !rule.may_be_empty) wrong(name, "must not be empty");
    if (found.size() > rule.most)
      wrong(name, "must have at most " + std::to_string(rule.most) + " bytes; it has " + std::to_string(found.size()));
    if (rule.printable && has_controls(found)) wrong(name, "must not have control characters");
    return std::string{found};
  }
  std::optional<bool> flag(std::string_view name) {
    const json::value* const value = find(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_bool()) wrong(name, "must be true or false");
    return value->is_bool() && value->get_bool();
  }
  const json::object* object(std::string_view name) {
    const json::value* const value = find(name);
    if (value == nullptr) return nullptr;
    if (!value->is_object()) wrong(name, "must be an object");
    return value->if_object();
  }
  // Everything that was not asked for.
  void report_unknown() {
    for (const auto& [name, value] : object_)
      if (std::ranges::find(known_, std::string_view{name}) == known_.end()) wrong(name, "is not known here");
  }
  void wrong(std::string_view name, std::string detail) {
    std::string pointer = path_ + '/';
    for (const char c : name) c == '~' ? pointer += "~0" : c == '/' ? pointer += "~1" : pointer += c;
    constexpr std::size_t most_errors = 20;
    if (errors_.size() < most_errors) errors_.push_back({std::move(pointer), std::move(detail)});
  }

 private:
  const json::value* find(std::string_view name) {
    known_.push_back(name);
    return object_.if_contains(name);
  }

  const json::object& object_;
  std::string path_;
  FieldErrors& errors_;
  std::vector<std::string_view> known_;
};

std::optional<json::object> parse_body(std::string_view body, FieldErrors& errors) {
  json::error_code failed;
  json::value parsed = json::parse({body.data(), body.size()}, failed);
  if (failed)
    errors.push_back({"", "must be JSON in UTF-8"});
  else if (!parsed.is_object())
    errors.push_back({"", "must be a JSON object"});
  else
    return std::move(parsed.get_object());
  return std::nullopt;
}

void read_author(Fields& fields, bool of_server, Submission& to, FieldErrors& errors) {
  static const json::object nobody;
  const json::object* const found = fields.object("author");
  if (found == nullptr && !of_server) return;
  Fields author{found == nullptr ? nobody : *found, "/author", errors};
  to.name = author.text("name", {.most = longest_name, .may_be_empty = false}).value_or("");
  if (of_server) {
    const auto id = author.text("id", {.most = longest_author_id, .printable = true, .may_be_empty = false});
    if (!id && (found == nullptr || !found->contains("id"))) author.wrong("id", "must say who the author is");
    to.author_id = id.value_or("");
    to.author_ip = author.text("ip", {.most = longest_ip, .printable = true}).value_or("");
    to.author_email = author.text("email", {.most = longest_email}).value_or("");
  }
  author.report_unknown();
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (!out.ends_with('{')) out += ',';
  out.append("\"").append(name).append("\":");
  append_json_string(out, value);
}

}  // namespace

std::variant<Submission, FieldErrors> parse_submission(std::string_view body, bool of_server, std::size_t most_text) {
  FieldErrors errors;
  const auto object = parse_body(body, errors);
  if (!object) return errors;
  Fields fields{*object, "", errors};
  Submission to;
  to.id = fields.text("id", {.most = longest_comment_id, .printable = true, .may_be_empty = false});
  to.parent =
      fields.text("parent", {.most = longest_comment_id, .printable = true, .may_be_empty = false, .nullable = true});
  const auto text = fields.text("text", {.most = most_text});
  if (text ? is_blank(*text) : !object->contains("text")) fields.wrong("text", "must not be empty");
  to.text = text.value_or("");
  read_author(fields, of_server, to, errors);
  to.language = fields.text("language", {.most = longest_language, .printable = true}).value_or("");
  to.url = fields.text("url", {.most = longest_url, .printable = true}).value_or("");
  fields.report_unknown();
  if (!errors.empty()) return errors;
  return to;
}

std::variant<ArticleDetails, FieldErrors> parse_article_details(std::string_view body) {
  FieldErrors errors;
  const auto object = parse_body(body, errors);
  if (!object) return errors;
  Fields fields{*object, "", errors};
  ArticleDetails to;
  to.title = fields.text("title", {.most = longest_title, .nullable = true}).value_or("");
  to.url = fields.text("url", {.most = longest_url, .printable = true, .nullable = true}).value_or("");
  to.text = fields.text("text", {.most = body.size(), .nullable = true}).value_or("");
  to.published_at = fields.text("published_at", {.most = longest_time, .nullable = true}).value_or("");
  to.closed = fields.flag("closed").value_or(false);
  if (!to.published_at.empty() && !parse_rfc3339(to.published_at))
    fields.wrong("published_at", "must be a time like 2026-11-23T08:15:00Z (RFC 3339), from 1970 to 9999");
  fields.report_unknown();
  if (!errors.empty()) return errors;
  return to;
}

bool is_name(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && !has_controls(text);
}

std::string new_uuid() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("OpenSSL has no randomness");
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 0x0FU];
  }
  return text;
}

std::string comment_frame(const Submission& submission, const Arrival& arrival) {
  std::string out = "{";
  append_field(out, "id", arrival.id);
  append_field(out, "site", arrival.site);
  append_field(out, "article", arrival.article);
  append_field(out, "parent", submission.parent.value_or(""));
  out += R"(,"author":{)";
  append_field(out, "id", arrival.author_id);
  append_field(out, "name", arrival.author_name);
  append_field(out, "ip", arrival.author_ip);
  append_field(out, "email", submission.author_email);
  append_field(out, "token", arrival.author_token);
  out += '}';
  append_field(out, "text", submission.text);
  std::string time;
  append_rfc3339(time, arrival.at);
  append_field(out, "created_at", time);
  append_field(out, "language", submission.language);
  append_field(out, "url", submission.url);
  return out + '}';
}

}  // namespace moderato::gateway::api
