// Ways to find duplicates that are in use elsewhere, to compare Moderato's filter with. They are only here.
//
// Each is there with its published settings and, where others do clearly better on the development stream, once more
// with the best that were found. (MinHash has no usual threshold, so only the best is there.) All read the same folded
// text, and none takes a text of less than 26 letters for a duplicate, so that everyone may say "lol": the filter's own
// rule for texts of others. They remember without bounds and for ever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "reading.hpp"
#include "stream.hpp"

namespace moderato::evaluate {

class Baseline {
 public:
  Baseline(std::string name, std::string about) : name_(std::move(name)), about_(std::move(about)) {}
  virtual ~Baseline() = default;
  Baseline(const Baseline&) = delete;
  Baseline& operator=(const Baseline&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& about() const { return about_; }

  // Whether the comment is a duplicate of something earlier. Remembers it unless it is.
  bool check(const Comment& comment) {
    reader_.read(comment.text, reading_);
    if (reading_.letters.size() < shortest) return false;
    if (repeats(comment, reading_)) return true;
    ++remembered_;
    return false;
  }

  // Of each comment that is remembered, on average: what stands in its tables, without room to grow.
  [[nodiscard]] double bytes_per_comment() const {
    return remembered_ == 0 ? 0 : bytes() / static_cast<double>(remembered_);
  }

 protected:
  static constexpr std::size_t shortest = 26;  // letters and digits

  // What Baseline::check promises, for a text that is long enough.
  virtual bool repeats(const Comment& comment, const Reading& reading) = 0;

  [[nodiscard]] virtual double bytes() const = 0;

  Reader& reader() { return reader_; }

 private:
  std::string name_;
  std::string about_;
  Reader reader_;
  Reading reading_;
  std::size_t remembered_ = 0;
};

enum class Setting : std::uint8_t { published, tuned };
enum class Context : std::uint8_t { kept, removed };  // what the parent and the article say

[[nodiscard]] std::unique_ptr<Baseline> make_exact();
[[nodiscard]] std::unique_ptr<Baseline> make_simhash(Setting setting);
[[nodiscard]] std::unique_ptr<Baseline> make_shingles(Setting setting);
[[nodiscard]] std::unique_ptr<Baseline> make_winnowing(Setting setting);
[[nodiscard]] std::unique_ptr<Baseline> make_minhash(Context context);

}  // namespace moderato::evaluate
