#include "akismet/form.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "http/headers.hpp"

namespace moderato::gateway::akismet {
namespace {

constexpr std::array<std::string_view, 26> known{"api_key",
                                                 "blog",
                                                 "blog_charset",
                                                 "callback",
                                                 "comment_author",
                                                 "comment_author_email",
                                                 "comment_author_url",
                                                 "comment_content",
                                                 "comment_date_gmt",
                                                 "comment_post_ID",
                                                 "filter",
                                                 "format",
                                                 "from",
                                                 "honeypot_field_name",
                                                 "is_test",
                                                 "key",
                                                 "limit",
                                                 "month",
                                                 "offset",
                                                 "order",
                                                 "permalink",
                                                 "reporter",
                                                 "user_ID",
                                                 "user_id",
                                                 "user_ip",
                                                 "user_role"};
constexpr std::size_t longest_field_name = 64;  // in the body; beyond, no field is known

bool is_known(std::string_view name) {
  return std::ranges::find(known, name) != known.end();
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The URL standard's percent-decoding: what is no escape stands for itself.
std::string decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        out += static_cast<char>(high * 16 + low);
        i += 2;
        continue;
      }
    }
    out += text[i] == '+' ? ' ' : text[i];
  }
  return out;
}

// Calls `each` with the raw name and value of every pair.
template <class Each>
void for_pairs(std::string_view body, const Each& each) {
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    const std::string_view pair = body.substr(0, end);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    each(pair.substr(0, equals), equals == pair.size() ? std::string_view{} : pair.substr(equals + 1));
    body.remove_prefix(std::min(end + 1, body.size()));
  }
}

bool is_charset_name(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.' || c == ':';
  });
}

std::string to_utf8(const std::string& bytes, std::string_view charset) {
  icu::UnicodeString text;
  const auto size = static_cast<std::int32_t>(bytes.size());
  if (is_charset_name(charset) && !http::same_word(charset, "utf-8") && !http::same_word(charset, "utf8"))
    text = icu::UnicodeString{bytes.data(), size, std::string{charset}.c_str()};
  // ICU knows no such charset where it makes nothing of something.
  if (text.isEmpty() || text.isBogus()) text = icu::UnicodeString::fromUTF8({bytes.data(), size});
  text.findAndReplace(icu::UnicodeString{u'\0'}, icu::UnicodeString{});
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

Form Form::parse(std::string_view body, std::string_view charset) {
  Form form;
  for_pairs(body, [&](std::string_view raw, std::string_view value) {
    if (raw.size() > longest_field_name) return;
    const std::string name = decoded(raw);
    if (is_known(name)) form.fields_.insert_or_assign(name, decoded(value));
  });
  if (const std::string_view trap = form.text("honeypot_field_name"); !trap.empty())
    for_pairs(body, [&](std::string_view raw, std::string_view value) {
      if (raw.size() <= 3 * trap.size() && !value.empty() && decoded(raw) == trap) form.honeypot_ = true;
    });
  const std::string said{charset.empty() ? form.text("blog_charset") : charset};
  for (auto& [name, value] : form.fields_) value = to_utf8(value, said);
  return form;
}

std::string_view Form::text(std::string_view name) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? std::string_view{} : found->second;
}

std::string_view charset_of(std::string_view content_type) {
  constexpr std::string_view word = "charset=";
  for (std::size_t at = content_type.find(';'); at != std::string_view::npos; at = content_type.find(';', at + 1)) {
    const std::size_t end = std::min(content_type.find(';', at + 1), content_type.size());
    std::string_view parameter = http::trimmed(content_type.substr(at + 1, end - at - 1));
    if (parameter.size() < word.size() || !http::same_word(parameter.substr(0, word.size()), word)) continue;
    parameter.remove_prefix(word.size());
    if (parameter.size() >= 2 && parameter.front() == '"' && parameter.back() == '"')
      parameter = parameter.substr(1, parameter.size() - 2);
    return parameter;
  }
  return {};
}

}  // namespace moderato::gateway::akismet
