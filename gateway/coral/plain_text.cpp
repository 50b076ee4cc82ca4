#include "coral/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <utility>

namespace moderato::gateway::coral {
namespace {

constexpr std::string_view white = " \t\n\r\f";
constexpr std::string_view no_break_space = "\u00a0";

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t bits) { out += static_cast<char>(bits); };
  const auto more = [&](int shift) { put(0x80U | (code >> static_cast<unsigned>(shift) & 0x3FU)); };
  if (code < 0x80U) return put(code);
  if (code < 0x800U) {
    put(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000U) {
      put(0xE0U | code >> 12U);
    } else {
      put(0xF0U | code >> 18U);
      more(12);
    }
    more(6);
  }
  more(0);
}

constexpr std::array<std::string_view, 24> blocks{
    "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1",
    "h2",      "h3",      "h4",    "header",     "hr", "li",  "ol", "p",  "pre",        "table",  "tr",     "ul"};
// What is between such a tag and its end is no text that is shown.
constexpr std::array<std::string_view, 4> hidden{"script", "style", "template", "title"};

char lower(char byte) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
}
bool is_letter(char byte) {
  return std::isalpha(static_cast<unsigned char>(byte)) != 0;
}

struct Reference {
  std::string text;
  std::size_t size;  // of what stands for it
};

// The character that a reference at the beginning stands for: "&amp;", "&#39;", "&#x27;".
std::optional<Reference> reference_at(std::string_view text) {
  struct Named {
    std::string_view name, stands_for;
  };
  constexpr std::array<Named, 6> named{
      {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&nbsp;", " "}, {"&quot;", "\""}, {"&apos;", "'"}}};
  for (const Named& each : named)
    if (text.starts_with(each.name)) return Reference{std::string{each.stands_for}, each.name.size()};
  constexpr std::size_t longest = 12;
  if (!text.starts_with("&#")) return std::nullopt;
  const bool hex = text.size() > 2 && lower(text[2]) == 'x';
  std::uint32_t code = 0;
  std::size_t at = hex ? 3 : 2;
  const std::size_t begin = at;
  for (; at < text.size() && at < longest; ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (hex ? std::isxdigit(byte) == 0 : std::isdigit(byte) == 0) break;
    const int digit = std::isdigit(byte) != 0 ? byte - '0' : lower(text[at]) - 'a' + 10;
    code = code * (hex ? 16U : 10U) + static_cast<std::uint32_t>(digit);
    if (code > 0x10FFFFU) return std::nullopt;
  }
  if (at == begin || at >= text.size() || text[at] != ';') return std::nullopt;
  const bool is_character = code != 0 && (code < 0xD800U || code > 0xDFFFU);
  std::string character;
  append_utf8(character, is_character ? code : 0xFFFDU);
  return Reference{std::move(character), at + 1};
}

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto reference = text.front() == '&' ? reference_at(text) : std::nullopt;
    out += reference ? reference->text : std::string{text.front()};
    text.remove_prefix(reference ? reference->size : 1);
  }
  return out;
}

struct Tag {
  std::string name;  // in lower case
  bool ends = false;
  std::string_view attributes;
  std::size_t size = 0;  // with its brackets
};

enum class Quotes : std::uint8_t { count, dont };

// What begins with "<" and a letter, or "</" and a letter. Its size is 0 where it does not end.
std::optional<Tag> tag_at(std::string_view html, Quotes quotes) {
  Tag tag;
  std::size_t at = 1;
  tag.ends = html.size() > 1 && html[1] == '/';
  if (tag.ends) ++at;
  if (at >= html.size() || !is_letter(html[at])) return std::nullopt;
  while (at < html.size() && white.find(html[at]) == white.npos && html[at] != '>' && html[at] != '/')
    tag.name += lower(html[at++]);
  const std::size_t attributes = at;
  char quote = 0;
  for (; at < html.size(); ++at) {
    const char byte = html[at];
    if (quote != 0) {
      if (byte == quote) quote = 0;
    } else if (quotes == Quotes::count && (byte == '"' || byte == '\'')) {
      quote = byte;
    } else if (byte == '>') {
      tag.attributes = html.substr(attributes, at - attributes);
      tag.size = at + 1;
      break;
    }
  }
  return tag;
}

// The value of href in quotes, as the standard writes attributes.
std::string address_of(std::string_view attributes) {
  constexpr std::string_view name = "href=\"";
  for (std::size_t at = attributes.find(name); at != attributes.npos; at = attributes.find(name, at + 1)) {
    if (at == 0 || white.find(attributes[at - 1]) == white.npos) continue;
    const std::size_t begin = at + name.size();
    return decoded(attributes.substr(begin, attributes.find('"', begin) - begin));
  }
  return {};
}

// An address without what people leave out.
std::string_view bare(std::string_view address) {
  for (const std::string_view prefix : {"http://", "https://", "mailto:", "www."})
    if (address.starts_with(prefix)) address.remove_prefix(prefix.size());
  while (address.ends_with('/')) address.remove_suffix(1);
  return address;
}

bool is_one_of(std::string_view name, auto& names) {
  return std::ranges::find(names, name) != names.end();
}

class Reading {
 public:
  Reading(std::string_view html, bool with_addresses) : rest_(html), with_addresses_(with_addresses) {}

  std::string read() {
    while (!rest_.empty()) {
      if (rest_.front() == '<' && !no_tag_ends_ && markup()) continue;
      const auto reference = rest_.front() == '&' ? reference_at(rest_) : std::nullopt;
      add(reference ? std::string_view{reference->text} : rest_.substr(0, 1));
      rest_.remove_prefix(reference ? reference->size : 1);
    }
    end_link();
    return std::move(out_);
  }

 private:
  // Whether it was markup; then it is read.
  bool markup() {
    if (rest_.starts_with("<!--")) {
      const std::size_t end = no_comment_ends_ ? rest_.npos : rest_.find("-->", 4);
      no_comment_ends_ = end == rest_.npos;
      if (no_comment_ends_) return false;
      rest_.remove_prefix(end + 3);
      return true;
    }
    auto tag = tag_at(rest_, quotes_);
    if (tag && tag->size == 0 && quotes_ == Quotes::count) {
      quotes_ = Quotes::dont;  // one is not closed
      tag = tag_at(rest_, quotes_);
    }
    if (!tag) return false;
    if (tag->size == 0) {
      no_tag_ends_ = true;
      return false;
    }
    rest_.remove_prefix(tag->size);
    take(*tag);
    return true;
  }

  void take(const Tag& tag) {
    if (tag.name == "br") return new_line();
    if (is_one_of(tag.name, blocks)) {
      return tag.name == "p" || tag.name == "blockquote" ? end_paragraph() : end_line();
    }
    if (tag.name == "a") {
      end_link();
      if (!tag.ends) begin_link(address_of(tag.attributes));
      return;
    }
    const auto* const found = std::ranges::find(hidden, tag.name);
    if (!tag.ends && found != hidden.end())
      skip_to_end_of(*found, endless_.at(static_cast<std::size_t>(found - hidden.begin())));
  }

  // `endless`: whether there is none in what is left.
  void skip_to_end_of(std::string_view name, bool& endless) {
    if (endless) return;
    for (std::size_t at = rest_.find("</"); at != rest_.npos; at = rest_.find("</", at + 2)) {
      const std::string_view found = rest_.substr(at + 2, name.size());
      if (std::ranges::equal(found, name, {}, lower)) return rest_.remove_prefix(at);
    }
    endless = true;
  }

  void add(std::string_view text) {
    if (white.find(text.front()) != white.npos) {
      if (!out_.empty() && out_.back() != '\n') space_ = true;
      return;
    }
    if (lines_ > 0 && !out_.empty())
      out_.append(std::min(lines_, std::size_t{2}), '\n');
    else if (space_ && !out_.empty())
      out_ += ' ';
    lines_ = 0;
    space_ = false;
    out_ += text;
  }
  void end_line() { lines_ = std::max(lines_, std::size_t{1}); }
  void end_paragraph() { lines_ = std::max(lines_, std::size_t{2}); }
  void new_line() { ++lines_; }

  void begin_link(std::string address) {
    link_ = std::move(address);
    link_begin_ = out_.size();
  }
  void end_link() {
    const std::string address = std::exchange(link_, {});
    if (!with_addresses_ || address.empty() || link_begin_ > out_.size()) return;
    const std::string_view shown = std::string_view{out_}.substr(link_begin_);
    const std::size_t begin = shown.find_first_not_of(" \n");
    if (begin != shown.npos && bare(shown.substr(begin)) == bare(address)) return;
    out_.append(out_.empty() ? "(" : " (").append(address).append(")");
  }

  std::string_view rest_;
  bool with_addresses_;
  std::string out_;
  std::size_t lines_ = 0;  // that are to be begun before the next text
  bool space_ = false;     // likewise
  std::string link_;       // the address of the one that we are in
  std::size_t link_begin_ = 0;
  // What was looked for in vain is not looked for again: so all is read once.
  Quotes quotes_ = Quotes::count;
  bool no_comment_ends_ = false;
  bool no_tag_ends_ = false;
  std::array<bool, hidden.size()> endless_{};
};

std::string without_white_space(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with(no_break_space)) {
      at += no_break_space.size();
      continue;
    }
    if (white.find(text[at]) == white.npos && text[at] != '\v') out += text[at];
    ++at;
  }
  return out;
}

}  // namespace

std::string text_of_html(std::string_view html) {
  return Reading{html, true}.read();
}

std::string letters_of_html(std::string_view html) {
  return without_white_space(Reading{html, false}.read());
}

std::string letters_of_text(std::string_view text) {
  return without_white_space(text);
}

}  // namespace moderato::gateway::coral
