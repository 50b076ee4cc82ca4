#include "casebook/words.hpp"

#include <algorithm>
#include <vector>

namespace moderato::gateway::casebook {
namespace {

constexpr std::size_t most_words = 32;

bool is_space(char c) {
  return static_cast<unsigned char>(c) <= ' ';
}

// Whether the index might have a word of it: it is not all punctuation.
bool has_word(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
  });
}

struct Term {
  std::string_view text;
  bool prefix = false;
};

std::vector<Term> terms_of(std::string_view typed) {
  std::vector<Term> terms;
  for (std::size_t at = 0; at < typed.size() && terms.size() < most_words;) {
    if (is_space(typed[at])) {
      ++at;
      continue;
    }
    const std::size_t close = typed[at] == '"' ? typed.find('"', at + 1) : typed.npos;
    if (close != typed.npos) {
      terms.push_back({typed.substr(at + 1, close - at - 1)});
      at = close + 1;
      continue;
    }
    std::size_t end = at + 1;
    while (end < typed.size() && !is_space(typed[end]) && typed[end] != '"') ++end;
    std::string_view word = typed.substr(at, end - at);
    const bool starred = word.ends_with('*');
    while (word.ends_with('*')) word.remove_suffix(1);
    terms.push_back({word, starred && word.size() >= 2});
    at = end;
  }
  return terms;
}

}  // namespace

std::string match_of(std::string_view typed) {
  std::string out;
  for (const Term& term : terms_of(typed)) {
    if (!has_word(term.text)) continue;
    out += out.empty() ? "{text author_name} : (" : " ";
    out += '"';
    for (const char c : term.text)
      if (c != '"' && c != '\0') out += c;
    out += term.prefix ? "\" *" : "\"";
  }
  return out.empty() ? out : out + ')';
}

}  // namespace moderato::gateway::casebook
