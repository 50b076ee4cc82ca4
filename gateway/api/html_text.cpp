#include "api/html_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "syndication/markup.hpp"

namespace moderato::gateway::api {
namespace {

using syndication::append_escaped;

constexpr std::size_t most_links = 50;  // of a paragraph; beyond, addresses stay text
constexpr std::size_t longest_address = 2'000;
constexpr std::string_view white = " \t\n\r\f\v";

bool is_word(char byte) {
  return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '_';
}

bool begins_with(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::ranges::equal(text.substr(0, word.size()), word, {}, [](char byte) {
           return static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
         });
}

bool starts_address(std::string_view text, std::size_t at) {
  if (at > 0 && is_word(text[at - 1])) return false;
  return begins_with(text.substr(at), "http://") || begins_with(text.substr(at), "https://");
}

// White space beyond ASCII, all of which begins with one of these bytes: U+00A0, U+1680, U+2000..U+200A, U+2028,
// U+2029, U+202F, U+205F, U+3000, U+FEFF.
bool is_wide_space(std::string_view text) {
  constexpr std::array<std::string_view, 8> singles{"\u00a0", "\u1680", "\u2028", "\u2029",
                                                    "\u202f", "\u205f", "\u3000", "\ufeff"};
  if (std::ranges::any_of(singles, [&](std::string_view each) { return text.starts_with(each); })) return true;
  constexpr unsigned char last_space = 0x8a;
  return text.size() >= 3 && text.starts_with("\xe2\x80") && static_cast<unsigned char>(text[2]) <= last_space;
}

// The address that begins here, without what ends the sentence around it: a dot, a quote, a bracket that was opened
// before it.
std::string_view address_at(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && size < longest_address && white.find(text[size]) == white.npos &&
         std::string_view{"<>\""}.find(text[size]) == std::string_view::npos && !is_wide_space(text.substr(size)))
    ++size;
  std::string_view address = text.substr(0, size);
  constexpr std::array<std::string_view, 10> ends{".", ",", ";", ":", "!", "?", "'", "’", "”", "»"};
  for (bool shorter = true; shorter;) {
    shorter = false;
    for (const std::string_view end : ends)
      if (address.ends_with(end)) {
        address.remove_suffix(end.size());
        shorter = true;
      }
    if (address.ends_with(')') && std::ranges::count(address, '(') < std::ranges::count(address, ')')) {
      address.remove_suffix(1);
      shorter = true;
    }
  }
  return address;
}

void append_with_links(std::string& out, std::string_view text) {
  std::size_t written = 0;
  std::size_t links = 0;
  for (std::size_t at = 0; at < text.size() && links < most_links; ++at) {
    if ((text[at] != 'h' && text[at] != 'H') || !starts_address(text, at)) continue;
    const std::string_view address = address_at(text.substr(at));
    if (!syndication::is_web_address(address)) continue;
    append_escaped(out, text.substr(written, at - written));
    out += "<a rel=\"nofollow ugc noopener\" href=\"";
    append_escaped(out, address);
    out += "\">";
    append_escaped(out, address);
    out += "</a>";
    at += address.size() - 1;
    written = at + 1;
    ++links;
  }
  append_escaped(out, text.substr(written));
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(white);
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

// Where the empty line begins that ends the first paragraph.
std::size_t end_of_paragraph(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1)) {
    const std::size_t next = text.find_first_not_of(" \t\r\f\v", at + 1);
    if (next == text.npos || text[next] == '\n') return at;
  }
  return text.size();
}

}  // namespace

void append_paragraphs(std::string& out, std::string_view text) {
  for (text = trimmed(text); !text.empty(); text = trimmed(text)) {
    const std::size_t end = end_of_paragraph(text);
    out += "<p dir=\"auto\">";
    append_with_links(out, trimmed(text.substr(0, end)));
    out += "</p>";
    text.remove_prefix(end);
  }
}

}  // namespace moderato::gateway::api
