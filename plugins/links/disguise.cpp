#include "disguise.hpp"

#include <unicode/uchar.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace moderato::links {
namespace {

std::size_t skip_spaces(std::span<const Symbol> symbols, std::size_t at) {
  for (int i = 0; i < 2 && at < symbols.size() && symbols[at].code == U' '; ++i) ++at;
  return at;
}

// One past "(dot)", "[.]" and their like at `at`, or `at`.
std::size_t bracketed_dot(std::span<const Symbol> symbols, std::size_t at) {
  constexpr std::u32string_view open = U"([{<", close = U")]}>";
  const std::size_t kind = open.find(symbols[at].code);
  if (kind == open.npos) return at;
  const std::size_t inside = skip_spaces(symbols, at + 1);
  for (const std::u32string_view word : {U".", U"dot", U"punkt", U"punto", U"point", U"ponto", U"точка"}) {
    if (!word_at(symbols, inside, word)) continue;
    const std::size_t end = skip_spaces(symbols, inside + word.size());
    if (end < symbols.size() && symbols[end].code == close[kind]) return end + 1;
  }
  return at;
}

bool is_spaced(char32_t code) {
  return is_ascii_alnum(code) || code == U'.' || code == U'-' || code == U'/' || code == U':';
}

// Whether the symbols at `begin`, each followed by a space, are letters of a domain: "ab" "." "cd".
bool spells_domain(std::span<const Symbol> symbols, std::size_t begin, std::size_t end) {
  std::size_t letters = 0, before = 0, count = 0;
  for (std::size_t at = begin; at < end; at += 2, ++count) {
    if (symbols[at].code == U'.') {
      before = letters;
      letters = 0;
    } else {
      ++letters;
      if (before >= 2 && letters >= 2 && count >= 5) return true;
    }
  }
  return false;
}

}  // namespace

void join_dots(std::vector<Symbol>& symbols) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < symbols.size();) {
    const std::size_t end = bracketed_dot(symbols, at);
    if (end > at) {
      std::size_t before = out;
      for (int i = 0; i < 2 && before > 0 && symbols[before - 1].code == U' '; ++i) --before;
      const std::size_t after = skip_spaces(symbols, end);
      if (before > 0 && after < symbols.size() && u_isalnum(static_cast<UChar32>(symbols[before - 1].code)) &&
          u_isalnum(static_cast<UChar32>(symbols[after].code))) {
        symbols[before] = {.code = U'.', .begin = symbols[at].begin, .end = symbols[end - 1].end};
        out = before + 1;
        at = after;
        continue;
      }
    }
    Symbol symbol = symbols[at];
    if (symbol.code == ideographic_stop && out > 0 && at + 1 < symbols.size() &&
        is_ascii_alnum(symbols[out - 1].code) && is_ascii_alnum(symbols[at + 1].code)) {
      symbol.code = U'.';
      symbol.wide_dot = true;
    }
    symbols[out++] = symbol;
    ++at;
  }
  symbols.resize(out);
}

void join_letters(std::vector<Symbol>& symbols) {
  std::size_t out = 0;
  const std::size_t size = symbols.size();
  for (std::size_t at = 0; at < size;) {
    std::size_t end = at;  // of symbols that stand alone, every other one a space
    if (at == 0 || symbols[at - 1].code == U' ' || symbols[at - 1].code == U'\n') {
      while (end < size && is_spaced(symbols[end].code)) {
        if (end + 1 < size && is_label(symbols[end + 1].code)) break;
        end += 2;
        if (end > size || symbols[end - 1].code != U' ') break;
      }
    }
    if (end <= at + 2) {
      symbols[out++] = symbols[at++];
      continue;
    }
    // The run's last letter is at end - 2, what follows it at end - 1.
    const bool joins = spells_domain(symbols, at, end - 1);
    for (const std::size_t last = end - 2; at <= last; at += joins ? 2 : 1) symbols[out++] = symbols[at];
    at = end - 1;
  }
  symbols.resize(out);
}

}  // namespace moderato::links
