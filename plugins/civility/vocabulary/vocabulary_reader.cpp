#include "vocabulary_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace moderato::civility {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr double least_amount = 0.1;
constexpr double most_amount = 10;

constexpr std::string_view example =
    "write it like \"raise insult by 2: sheeple\", \"lower: Scunthorpe\" or \"ignore: Penistone\"";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

std::string lower(std::string_view text) {
  std::string low{text};
  for (char& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

// What the editor wrote, short enough for a message.
std::string in_quotes(std::string_view text) {
  constexpr std::size_t most = 40;
  if (text.size() <= most) return '"' + std::string{text} + '"';
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return '"' + std::string{text.substr(0, end)} + "...\"";
}

// "SEVERE_TOXICITY" as an editor would say it: "severe toxicity".
std::string spoken(std::string_view attribute) {
  std::string text = lower(attribute);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string spoken_attributes() {
  std::string list;
  for (const std::string_view attribute : attributes) list.append(list.empty() ? "" : ", ").append(spoken(attribute));
  return list;
}

// Words between blanks, commas, hyphens and underscores.
std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view between = " \t\r,-_";
  std::vector<std::string_view> words;
  for (std::size_t at = text.find_first_not_of(between); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(between, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(between, end);
  }
  return words;
}

std::optional<double> number(std::string_view text) {
  std::string point{text};
  std::replace(point.begin(), point.end(), ',', '.');  // as many languages write it
  double value = 0;
  const auto [end, error] = std::from_chars(point.data(), point.data() + point.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != point.data() + point.size()) return std::nullopt;
  return value;
}

// Whether `text` is UTF-8 as far as an editor can get it wrong: the folder is stricter, and drops what it can't read.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if ((lead >= 0x80 && lead < 0xc2) || lead > 0xf4 || i + size > text.size()) return false;
    for (std::size_t k = 1; k < size; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0U) != 0x80U) return false;
    i += size;
  }
  return true;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r') || c == 0x7f;
  });
}

// The line up to a `#` that begins it or follows a blank.
std::string_view without_comment(std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1))
    if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t') return text.substr(0, at);
  return text;
}

}  // namespace

void VocabularyReader::read(std::string_view content) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (content.size() > Vocabulary::most_bytes) {
    mistake("the file is larger than 1 MB, which is more than a vocabulary may be: take words out");
    throw BadVocabulary{std::move(mistakes_), mistake_count_};
  }
  if (content.starts_with(byte_order_mark)) content.remove_prefix(byte_order_mark.size());
  for (std::size_t begin = 0; begin < content.size();) {
    const std::size_t end = std::min(content.find('\n', begin), content.size());
    ++line_;
    line(content.substr(begin, end - begin));
    begin = end + 1;
    if (entries_.size() <= Vocabulary::most_entries) continue;
    mistake("this is one entry more than the 20,000 a vocabulary may have: take some out");
    break;
  }
  if (mistake_count_ > 0) throw BadVocabulary{std::move(mistakes_), mistake_count_};
}

void VocabularyReader::line(std::string_view text) {
  if (text.size() > most_line_bytes)
    return mistake("the line is longer than 20,000 bytes: begin another one with the same rule");
  if (!is_utf8(text)) return mistake("the line is not UTF-8: save the file with the encoding \"UTF-8\"");
  if (has_control(text)) return mistake("the line has control characters: save the file as plain text, in UTF-8");
  text = trimmed(without_comment(text));
  if (text.empty()) return;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return mistake("no colon in " + in_quotes(text) + ": " + std::string{example});
  const auto read = rule(trimmed(text.substr(0, colon)));
  std::string_view words = trimmed(text.substr(colon + 1));
  if (words.empty())
    return mistake(
        "no words after the colon: put them on the same line (a hashtag without its #), or take the line out");
  if (!read) return;
  for (;;) {
    const std::size_t comma = std::min(words.find(','), words.size());
    entry(trimmed(words.substr(0, comma)), *read);
    if (comma == words.size()) return;
    words.remove_prefix(comma + 1);
    if (trimmed(words).empty()) return;  // a comma at the end does no harm
  }
}

// "raise insult, threat by 2", without the colon.
std::optional<VocabularyReader::Rule> VocabularyReader::rule(std::string_view head) {
  const std::string low = lower(head);
  std::string_view rest = low;
  // The number first: its comma is none between attributes.
  std::optional<double> amount;
  const std::size_t blank = rest.find_last_of(" \t");
  const std::string_view last = blank == std::string_view::npos ? rest : rest.substr(blank + 1);
  if (last.find_first_of("0123456789") != std::string_view::npos) {
    amount = number(last);
    if (!amount || *amount < least_amount || *amount > most_amount) {
      mistake(in_quotes(last) + " is no number between 0.1 and 10");
      return std::nullopt;
    }
    rest = trimmed(rest.substr(0, rest.size() - last.size()));
  }
  std::vector<std::string_view> words = words_of(rest);
  if (!words.empty() && words.back() == "by") {
    if (!amount) {
      mistake("\"by\" needs a number between 0.1 and 10 after it");
      return std::nullopt;
    }
    words.pop_back();
  }
  Rule rule;
  const std::string_view verb = words.empty() ? std::string_view{} : words.front();
  if (verb == "ignore") {
    if (words.size() == 1 && !amount) return rule;
    mistake("\"ignore\" is followed by a colon at once: ignored words count for nothing at all");
    return std::nullopt;
  }
  if (verb != "raise" && verb != "lower") {
    mistake("knows no rule " + in_quotes(head) + ": " + std::string{example});
    return std::nullopt;
  }
  rule.verb = verb == "raise" ? Verb::raise : Verb::lower;
  rule.amount = rule.verb == Verb::raise ? amount.value_or(1) : -amount.value_or(1);
  words.erase(words.begin());
  if (!attributes(words, rule)) return std::nullopt;
  return rule;
}

bool VocabularyReader::attributes(const std::vector<std::string_view>& words, Rule& rule) {
  if (words.empty() && rule.verb == Verb::raise) {
    mistake("\"raise\" needs one of " + spoken_attributes() + ", or all");
    return false;
  }
  if (words.empty()) rule.attributes.fill(true);
  for (std::size_t i = 0; i < words.size();) {
    if (words[i] == "and" || words[i] == "all") {
      if (words[i] == "all") rule.attributes.fill(true);
      ++i;
      continue;
    }
    bool found = false;
    for (std::size_t a = 0; a < attribute_count && !found; ++a) {
      const std::string name = spoken(civility::attributes[a]);
      const std::vector<std::string_view> parts = words_of(name);
      found = parts.size() <= words.size() - i &&
              std::equal(parts.begin(), parts.end(), words.begin() + static_cast<std::ptrdiff_t>(i));
      if (!found) continue;
      rule.attributes[a] = true;
      i += parts.size();
    }
    if (found) continue;
    mistake("knows no attribute " + in_quotes(words[i]) + ": write " + spoken_attributes() + ", or all");
    return false;
  }
  return true;
}

void VocabularyReader::entry(std::string_view written, const Rule& rule) {
  if (written.empty()) return mistake("nothing between two commas: take one out");
  if (std::count(written.begin(), written.end(), '"') % 2 != 0)
    return mistake("one quotation mark without the other in " + in_quotes(written) +
                   ": take them out, phrases need none, and a comma always ends an entry");
  if (written.size() > most_entry_bytes) return mistake(in_quotes(written) + " is longer than 200 bytes: shorten it");
  std::string_view plain = written;
  // In quotation marks or not, a star at the end of the last word is one.
  while (!plain.empty() && plain.back() == '"') plain.remove_suffix(1);
  const bool prefix = plain.ends_with('*');
  if (prefix) plain.remove_suffix(1);
  if (plain.find('*') != std::string_view::npos)
    return mistake(in_quotes(written) + " has a * that is not at its end: write the word out, masked letters or not");
  folder_.fold(plain, folded_);
  const std::string& text = folded_.text;
  if (text.empty()) return mistake(in_quotes(written) + " has no letters, digits or emoji");
  if (text.find('*') != std::string::npos)
    return mistake(in_quotes(written) + " has a masked letter: write the word out");
  if (static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) >= text::Phrases::most_words)
    return mistake(in_quotes(written) + " has more than 8 words: shorten it");
  if (prefix) {
    const std::size_t last = text.size() - (text.rfind(' ') + 1);
    if (last < text::Phrases::shortest_prefix)
      return mistake(in_quotes(written) + " would match too much: write three letters or more before the *");
    if (last > text::Phrases::longest_prefix)
      return mistake(in_quotes(written) + " is too long a word for a *: leave the * out");
  }
  const auto [at, is_new] = known_.try_emplace(prefix ? text + '*' : text, entries_.size());
  if (is_new) {
    phrases_.push_back({text, prefix});
    entries_.emplace_back();
    lines_.emplace_back();
  }
  apply(at->second, written, rule);
}

void VocabularyReader::apply(std::size_t at, std::string_view written, const Rule& rule) {
  Vocabulary::Entry& entry = entries_[at];
  Lines& lines = lines_[at];
  const auto contradicts = [&](std::size_t line) {
    mistake(in_quotes(written) + " contradicts line " + std::to_string(line) +
            ", which has it too: take one of them out");
  };
  if (rule.verb == Verb::ignore) {
    const auto other = std::find_if(lines.begin(), lines.end() - 1, [](std::size_t line) { return line != 0; });
    if (other != lines.end() - 1) return contradicts(*other);
    entry.ignored = true;
    lines.back() = line_;
    return;
  }
  if (lines.back() != 0) return contradicts(lines.back());
  for (std::size_t a = 0; a < attribute_count; ++a) {
    if (!rule.attributes[a]) continue;
    if (lines[a] != 0 && entry.amount[a] != rule.amount) return contradicts(lines[a]);
    entry.amount[a] = rule.amount;
    lines[a] = line_;
  }
}

void VocabularyReader::mistake(std::string_view what) {
  if (++mistake_count_ > BadVocabulary::most_told) return;
  std::string text{name_};
  if (line_ > 0) text.append(":").append(std::to_string(line_));
  mistakes_.push_back(text.append(": ").append(what));
}

}  // namespace moderato::civility
