// E-mail addresses, plain ("name@example.com") and in the usual disguises ("name (at) example (dot) com").
#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "find.hpp"

namespace moderato::privacy {
namespace {

constexpr std::size_t longest_name = 64, longest_domain = 253;

// Letters of two bytes: those of Europe and the Near East. Where scripts do without spaces, a name would have no end.
bool is_word_byte(const Plain& plain, std::size_t at) {
  const auto lead = [](char c) {
    return static_cast<unsigned char>(c) >= 0xc3 && static_cast<unsigned char>(c) <= 0xdb;
  };
  const char c = plain[at];
  if (is_alnum(c) || lead(c)) return true;
  return is_beyond_ascii(c) && static_cast<unsigned char>(c) < 0xc0 && lead(plain[at - 1]);
}

bool is_name_byte(const Plain& plain, std::size_t at) {
  constexpr std::string_view signs = "._%+-";
  const char c = plain[at];
  return is_word_byte(plain, at) || (c != '\0' && signs.find(c) != signs.npos);
}

std::size_t skip_spaces(const Plain& plain, std::size_t at) {
  for (int i = 0; i < 2 && plain[at] == ' '; ++i) ++at;
  return at;
}

// The end of a bracket at `at` around one of the words; 0 for none: "(at)", "[ dot ]".
std::size_t bracketed(const Plain& plain, std::size_t at, std::initializer_list<std::string_view> words) {
  const char close = plain[at] == '('   ? ')'
                     : plain[at] == '[' ? ']'
                     : plain[at] == '{' ? '}'
                     : plain[at] == '<' ? '>'
                                        : '\0';
  if (close == '\0') return 0;
  const std::string_view text{plain.text};
  const std::size_t begin = skip_spaces(plain, at + 1);
  const std::string_view inside = text.substr(std::min(begin, text.size()), 16);
  std::size_t size = inside.find(close);
  if (size == inside.npos) return 0;
  const std::size_t end = begin + size + 1;
  while (size > 0 && inside[size - 1] == ' ') --size;
  return std::ranges::find(words, lower(inside.substr(0, size))) != words.end() ? end : 0;
}

std::size_t bracketed_at(const Plain& plain, std::size_t at) {
  return bracketed(plain, at, {"at", "@", "\u00e4t", "arroba", "arobase", "chiocciola"});
}

// Where the label after a dot begins, however the dot is written; 0 if there is no dot.
std::size_t after_dot(const Plain& plain, std::size_t at) {
  if (plain[at] == '.') return at + 1;
  const std::size_t next = skip_spaces(plain, at);
  if (const std::size_t end = bracketed(plain, next, {".", "dot", "punkt", "point", "punto", "ponto"}); end != 0)
    return skip_spaces(plain, end);
  const std::string_view word = std::string_view{plain.text}.substr(std::min(next, plain.text.size()), 4);
  return next > at && lower(word) == "dot " ? skip_spaces(plain, next + 4) : 0;
}

struct Domain {
  std::size_t end = 0;  // 0: none
  std::string name{};   // in lower case, with plain dots
  bool spoken = false;  // a dot is written as a word
};

bool is_top_level(std::string_view label) {
  if (label.size() < 2) return false;
  if (is_beyond_ascii(label[0]) || label.starts_with("xn--")) return true;
  constexpr std::array<std::string_view, 8> files{"png", "jpg", "jpeg", "gif", "svg", "webp", "js", "css"};
  return std::ranges::all_of(label, is_letter) && std::ranges::find(files, label) == files.end();
}

// The longest domain at `at` that ends in something like "com".
Domain domain_at(const Plain& plain, std::size_t at) {
  Domain found, read;
  const std::size_t last = at + longest_domain;
  for (int labels = 1; labels <= 10 && at != 0; ++labels) {
    const bool latin = !is_beyond_ascii(plain[at]);
    std::size_t end = at;
    while (end < last && (is_word_byte(plain, end) || plain[end] == '-') &&
           (!latin || labels == 1 || !is_beyond_ascii(plain[end])))
      ++end;
    while (end > at && plain[end - 1] == '-') --end;
    if (end == at) break;
    const std::string label = lower(std::string_view{plain.text}.substr(at, end - at));
    read.name += label;
    read.end = end;
    if (labels > 1 && is_top_level(label)) found = read;
    read.name += '.';
    const std::size_t next = after_dot(plain, end);
    read.spoken |= next != 0 && plain[end] != '.';
    at = next;
  }
  return found;
}

// Where the name that ends at `end` begins; `end` itself for none.
std::size_t name_begin(const Plain& plain, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < longest_name && is_name_byte(plain, begin - 1)) --begin;
  while (begin < end && (plain[begin] == '.' || plain[begin] == '-' || plain[begin] == '%')) ++begin;
  return begin;
}

// With "at" or "@" between spaces only these are believed: "look at example dot com" is prose.
bool is_mail_provider(std::string_view domain) {
  constexpr std::array<std::string_view, 16> names{"gmail", "googlemail", "yahoo",   "hotmail", "outlook",    "gmx",
                                                   "web",   "icloud",     "proton",  "aol",     "protonmail", "live",
                                                   "mail",  "yandex",     "laposte", "orange"};
  return std::ranges::find(names, domain.substr(0, domain.find('.'))) != names.end();
}

// The address whose "@", in whatever form, is at `at`.
Find email_at(const Plain& plain, std::size_t at) {
  Find none{Kind::email};
  std::size_t name_end = at, domain_begin = 0;
  bool doubtful = false, word = false;
  if (plain[at] == '@') {
    domain_begin = at + 1;
    doubtful = plain[at - 1] == ' ' && plain[at + 1] == ' ';
  } else if (plain[at] == ' ') {
    const std::string_view text = std::string_view{plain.text}.substr(at, 4);
    if (lower(text) != " at ") return none;
    domain_begin = at + 4;
    doubtful = word = true;
  } else {
    domain_begin = bracketed_at(plain, at);
    if (domain_begin == 0) return none;
    domain_begin = skip_spaces(plain, domain_begin);
  }
  if (doubtful && !word) domain_begin = at + 2;
  for (int i = 0; i < 2 && name_end > 0 && plain[at] != '@' && plain[name_end - 1] == ' '; ++i) --name_end;
  if (doubtful && !word) name_end = at - 1;
  const std::size_t begin = name_begin(plain, name_end);
  if (begin >= name_end) return none;
  // "@name@server" is an account of the Fediverse, "//name@host" part of a link.
  if (plain[begin - 1] == '@' || (plain[begin - 1] == '/' && plain[begin - 2] == '/')) return none;
  Domain domain = domain_at(plain, domain_begin);
  if (domain.end == 0 || (doubtful && !is_mail_provider(domain.name)) || (word && !domain.spoken)) return none;
  std::string key = lower(std::string_view{plain.text}.substr(begin, name_end - begin)) + "@" + domain.name;
  return {Kind::email, begin, domain.end, std::move(key)};
}

}  // namespace

void find_emails(const Plain& plain, std::vector<Find>& to) {
  constexpr std::string_view starts = "@([{< ";
  std::size_t free_from = 0;  // what is before belongs to the last address
  for (std::size_t at = 0; at < plain.text.size(); ++at) {
    if (starts.find(plain[at]) == starts.npos) continue;
    Find found = email_at(plain, at);
    if (found.end == 0 || found.begin < free_from) continue;
    free_from = found.end;
    at = found.end - 1;
    to.push_back(std::move(found));
  }
}

}  // namespace moderato::privacy
