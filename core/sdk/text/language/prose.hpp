// The running text of a comment, apart from links, mentions and hashtags, which are of no language.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace moderato::text {

// Holds what it was made from, up to some length; allocates nothing.
class Prose {
 public:
  explicit Prose(std::string_view utf8);

  // The first 4,000 bytes or so, cut between two characters; separated by one space.
  [[nodiscard]] std::string_view text() const { return text_.view(); }
  // What Folder makes words of in the first links, nearly.
  [[nodiscard]] std::string_view links() const { return links_.view(); }
  // Words with Latin letters, of the whole comment.
  [[nodiscard]] std::uint32_t words() const { return words_; }
  // Those with letters that neither English nor French is written with ("ñ", "ö", "ł").
  [[nodiscard]] std::uint32_t marked() const { return marked_; }

 private:
  template <std::size_t most>
  class Buffer {
   public:
    void add(char c) {
      if (size_ < most) bytes_[size_++] = c;
    }
    void add_word(std::string_view word);
    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

   private:
    std::array<char, most> bytes_;  // not initialised: most of it is not needed
    std::size_t size_ = 0;
  };

  void add_prose(std::string_view word);
  void add_link(std::string_view link);

  Buffer<4096> text_;
  Buffer<1024> links_;
  std::uint32_t words_ = 0;
  std::uint32_t marked_ = 0;
};

}  // namespace moderato::text
