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
  for (const char c : std::string_view{"@$!|+^(<)*#%&_"}) table[static_cast<unsigned char>(c)] = true;
  return table;
}();
constexpr bool is_sign(char c) {
  return signs[static_cast<unsigned char>(c)];
}

// What stands on both sides of a word that is stressed.
constexpr bool is_emphasis(char c) {
  return c == '*' || c == '_';
}

constexpr bool is_part(char c) {
  return is_letter_or_digit(c) || is_sign(c);
}

constexpr bool in_chunk(char c) {
  return is_part(c) || c == '\'';
}

// Whether a sentence ends in bytes [begin, end) of `text`: with a line, or a sign that a space or a quotation mark
// follows.
bool ends_sentence(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    if (text[i] == '\n') return true;
    if (text[i] != '.' && text[i] != '!' && text[i] != '?') continue;
    if (i + 1 < text.size() && std::string_view{" \n\""}.find(text[i + 1]) != std::string_view::npos) return true;
  }
  return false;
}

constexpr Reading::Place place(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

class Reader {
 public:
  Reader(const Lexicon& lexicon, const Repair& repair, std::string_view original, const text::Folded& folded,
         Reading& reading)
      : lexicon_(lexicon), repair_(repair), original_(original), folded_(folded), reading_(reading) {}

  void run() {
    reading_.words.clear();
    reading_.places.clear();
    reading_.sentences.clear();
    reading_.unknown.clear();
    look_ahead();
    for (std::size_t i = 0; i < reading_.lookups.size();) i = word(i);
    reading_.text = changed_ ? std::string_view{reading_.repaired} : std::string_view{folded_.text};
  }

 private:
  // All words of the folded text, so that the memory they will be looked up in is on its way.
  void look_ahead() {
    const std::string_view text = folded_.text;
    reading_.lookups.clear();
    for (std::size_t begin = 0; begin < text.size();) {
      WordHash hash;
      std::size_t end = begin;
      for (bool goes_on = true; goes_on && end < text.size();) {
        const std::uint64_t eight = text::eight_bytes(text, end);
        const int bytes = text::bytes_before_space(eight);
        if (bytes > 0) hash.add(text::first_bytes(eight, bytes));
        end += static_cast<std::size_t>(bytes);
        goes_on = bytes == 8;
      }
      end = std::min(end, text.size());
      lexicon_.prepare(hash.value());
      reading_.lookups.push_back({place(begin, end), hash.value()});
      begin = end + 1;
    }
  }

  // Reads the word with this number. Returns the number of the next one to be read.
  std::size_t word(std::size_t number) {
    const auto [at, hash] = reading_.lookups[number];
    const Word known = lexicon_.find(hash);
    const Span here = folded_.original(at.begin, at.end);
    if (reading_.words.empty() || ends_sentence(original_, read_to_, here.begin))
      reading_.sentences.push_back(static_cast<std::uint32_t>(reading_.words.size()));
    read_to_ = here.end;
    const bool touched = (here.begin > 0 && is_part(original_[here.begin - 1])) ||
                         (here.end < original_.size() && is_part(original_[here.end])) ||
                         next_sign(here.begin) < here.end;
    if (known != Word::unknown && !touched) {
      add(known, at, false);
      return number + 1;
    }
    if (touched) {
      const Span chunk = chunk_around(here);
      const std::size_t next = first_behind(number, chunk.end);
      const Reading::Place all = place(at.begin, reading_.lookups[next - 1].place.end);
      const Word found = repaired(all, chunk);
      // What is a word without its signs may be just that.
      if (found != Word::unknown && (known == Word::unknown || repair_.is_masked(found) || found < known)) {
        add(found, all, true);
        read_to_ = std::max(here.end, chunk.end);
        return next;
      }
    }
    const Word found = known != Word::unknown ? known : repaired(at, here);
    add(found, at, found != known);
    return number + 1;
  }

  // Where the first sign from `begin` on stands. Asked from the front to the back, so that each byte is looked at once.
  std::size_t next_sign(std::size_t begin) {
    sign_ = std::max(sign_, begin);
    while (sign_ < original_.size() && !is_sign(original_[sign_])) ++sign_;
    return sign_;
  }

  // The bytes of the original around `here` that hang together, without what may be punctuation at its ends.
  [[nodiscard]] Span chunk_around(Span here) const {
    std::size_t begin = here.begin;
    std::size_t end = here.end;
    while (begin > 0 && here.begin - begin < longest_side && in_chunk(original_[begin - 1])) --begin;
    while (end < original_.size() && end - here.end < longest_side && in_chunk(original_[end])) ++end;
    while (begin < here.begin && std::string_view{"('!&)"}.find(original_[begin]) != std::string_view::npos) ++begin;
    while (end > here.end && std::string_view{"!'&"}.find(original_[end - 1]) != std::string_view::npos) --end;
    // The stars behind a word are part of what it was folded to.
    while (begin < here.begin && end > here.begin + 1 && original_[begin] == original_[end - 1] &&
           is_emphasis(original_[begin])) {
      ++begin;
      --end;
    }
    // A hashtag or markup, unless the rest is disguised too.
    if (begin < here.begin && std::string_view{"#*_<"}.find(original_[begin]) != std::string_view::npos &&
        std::all_of(original_.begin() + static_cast<std::ptrdiff_t>(begin + 1),
                    original_.begin() + static_cast<std::ptrdiff_t>(end), is_letter_or_digit))
      ++begin;
    const std::string_view chunk = original_.substr(begin, end - begin);
    if (end > here.end && chunk.back() == ')' && chunk.find('(') == std::string_view::npos) --end;
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  // The number of the first word after `number` that begins, in the original, at `stop` or behind it.
  [[nodiscard]] std::size_t first_behind(std::size_t number, std::size_t stop) const {
    std::size_t next = number + 1;
    while (next < reading_.lookups.size() && folded_.origins[reading_.lookups[next].place.begin] < stop) ++next;
    return next;
  }

  [[nodiscard]] Word repaired(Reading::Place at, Span from) const {
    const Pattern pattern{original_, from.begin, from.end, folded_};
    return repair_.find(lexicon_, written(at), pattern);
  }

  [[nodiscard]] std::string_view written(Reading::Place at) const {
    return std::string_view{folded_.text}.substr(at.begin, at.end - at.begin);
  }

  void add(Word word, Reading::Place at, bool changed) {
    if (changed && !changed_) {
      reading_.repaired.assign(folded_.text, 0, at.begin);
      changed_ = true;
    } else if (changed_) {
      reading_.repaired += ' ';
    }
    if (changed_) reading_.repaired += changed ? lexicon_.text(word) : written(at);
    if (word == Word::unknown) {
      const std::size_t last = changed_ ? reading_.repaired.size() : at.end;
      reading_.unknown.push_back(place(last - (at.end - at.begin), last));
    }
    reading_.words.push_back(word);
    reading_.places.push_back(at);
  }

  const Lexicon& lexicon_;
  const Repair& repair_;
  std::string_view original_;
  const text::Folded& folded_;
  Reading& reading_;
  std::size_t sign_ = 0;     // what next_sign found last
  std::size_t read_to_ = 0;  // where the last word ends in the original
  bool changed_ = false;
};

}  // namespace

std::pair<std::size_t, std::size_t> Reading::words_in(Place place) const {
  const auto first =
      std::partition_point(places.begin(), places.end(), [&](const Place& each) { return each.end <= place.begin; });
  const auto second =
      std::partition_point(first, places.end(), [&](const Place& each) { return each.begin < place.end; });
  return {static_cast<std::size_t>(first - places.begin()), static_cast<std::size_t>(second - places.begin())};
}

void Reading::leave_out(const std::vector<bool>& flags) {
  std::string kept;
  unknown.clear();
  const std::vector<std::uint32_t> begins = std::exchange(sentences, {});
  auto sentence = begins.begin();
  bool begins_here = false;
  std::size_t count = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    for (; sentence != begins.end() && *sentence <= i; ++sentence) begins_here = true;
    if (!flags[i]) {
      if (std::exchange(begins_here, false)) sentences.push_back(static_cast<std::uint32_t>(count));
      if (count > 0) kept += ' ';
      if (words[i] == Word::unknown) unknown.push_back(place(kept.size(), kept.size() + end - begin));
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
