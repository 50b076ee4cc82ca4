#include "reading.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace moderato::civility {
namespace {

// A chunk that is longer is no disguised word; looking no further keeps reading linear.
constexpr std::size_t longest_side = Pattern::longest;

constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Signs that people write in the place of letters.
constexpr std::array<bool, 256> signs = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view{"@$!|+^(<)*#%&"}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();
constexpr bool is_sign(char c) {
  return signs[static_cast<unsigned char>(c)];
}

constexpr bool in_chunk(char c) {
  return is_letter_or_digit(c) || is_sign(c) || c == '\'';
}

class Reader {
 public:
  Reader(const Lexicon& lexicon, const Repair& repair, std::string_view original, const text::Folded& folded,
         Reading& reading)
      : lexicon_(lexicon), repair_(repair), original_(original), folded_(folded), reading_(reading) {}

  void run() {
    reading_.words.clear();
    reading_.places.clear();
    const std::string_view text = folded_.text;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find(' ', begin), text.size());
      begin = word(begin, end) + 1;
    }
    reading_.text = changed_ ? std::string_view{reading_.repaired} : text;
  }

 private:
  // Reads the word at bytes [begin, end) of the folded text. Returns where what was read ends.
  std::size_t word(std::size_t begin, std::size_t end) {
    const std::string_view written = std::string_view{folded_.text}.substr(begin, end - begin);
    const Word known = lexicon_.find(written);
    const Span here = folded_.original(begin, end);
    const bool touched = (here.begin > 0 && is_part(original_[here.begin - 1])) ||
                         (here.end < original_.size() && is_part(original_[here.end])) || has_sign(here);
    if (known != Word::unknown && !touched) {
      add(known, begin, end, false);
      return end;
    }
    if (touched) {
      const Span chunk = chunk_around(here);
      const std::size_t last = last_within(end, chunk.end);
      const Word found = repaired(begin, last, chunk);
      // What is a word without its signs may be just that.
      if (found != Word::unknown && (known == Word::unknown || repair_.is_masked(found) || found < known)) {
        add(found, begin, last, true);
        return last;
      }
    }
    const Word found = known != Word::unknown ? known : repaired(begin, end, here);
    add(found, begin, end, found != known);
    return end;
  }

  static bool is_part(char c) { return is_letter_or_digit(c) || is_sign(c); }

  [[nodiscard]] bool has_sign(Span here) const {
    for (std::size_t i = here.begin; i < here.end; ++i)
      if (is_sign(original_[i])) return true;
    return false;
  }

  // The bytes of the original around `here` that hang together, without what may be punctuation at its ends.
  [[nodiscard]] Span chunk_around(Span here) const {
    std::size_t begin = here.begin;
    std::size_t end = here.end;
    while (begin > 0 && here.begin - begin < longest_side && in_chunk(original_[begin - 1])) --begin;
    while (end < original_.size() && end - here.end < longest_side && in_chunk(original_[end])) ++end;
    while (begin < here.begin && std::string_view{"('!&)"}.find(original_[begin]) != std::string_view::npos) ++begin;
    // A hashtag or markup, unless the rest is disguised too.
    if (begin < here.begin && std::string_view{"#*<"}.find(original_[begin]) != std::string_view::npos &&
        std::all_of(original_.begin() + static_cast<std::ptrdiff_t>(begin + 1),
                    original_.begin() + static_cast<std::ptrdiff_t>(end), is_letter_or_digit))
      ++begin;
    while (end > here.end && std::string_view{"!'&"}.find(original_[end - 1]) != std::string_view::npos) --end;
    const std::string_view chunk = original_.substr(begin, end - begin);
    if (end > here.end && chunk.back() == ')' && chunk.find('(') == std::string_view::npos) --end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // Where the last folded word ends that begins, in the original, before `stop`; `end` ends the first.
  [[nodiscard]] std::size_t last_within(std::size_t end, std::size_t stop) const {
    const std::string_view text = folded_.text;
    while (end < text.size() && folded_.origins[end + 1] < stop) end = std::min(text.find(' ', end + 1), text.size());
    return end;
  }

  [[nodiscard]] Word repaired(std::size_t begin, std::size_t end, Span from) const {
    const Pattern pattern{original_, from.begin, from.end, folded_};
    return repair_.find(lexicon_, std::string_view{folded_.text}.substr(begin, end - begin), pattern);
  }

  void add(Word word, std::size_t begin, std::size_t end, bool changed) {
    const std::string_view text = folded_.text;
    if (changed && !changed_) {
      reading_.repaired.assign(text.substr(0, begin));
      changed_ = true;
    } else if (changed_) {
      reading_.repaired += ' ';
    }
    if (changed_) reading_.repaired += changed ? lexicon_.text(word) : text.substr(begin, end - begin);
    reading_.words.push_back(word);
    reading_.places.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }

  const Lexicon& lexicon_;
  const Repair& repair_;
  std::string_view original_;
  const text::Folded& folded_;
  Reading& reading_;
  bool changed_ = false;
};

}  // namespace

void Reading::leave_out(const std::vector<bool>& flags) {
  std::string kept;
  std::size_t count = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (!flags[i]) {
      if (count > 0) kept += ' ';
      kept += text.substr(begin, end - begin);
      words[count] = words[i];
      places[count++] = places[i];
    }
    begin = end + 1;
  }
  words.resize(count);
  places.resize(count);
  repaired = std::move(kept);
  text = repaired;
}

void read(const Lexicon& lexicon, const Repair& repair, std::string_view original, const text::Folded& folded,
          Reading& reading) {
  Reader{lexicon, repair, original, folded, reading}.run();
}

}  // namespace moderato::civility
