// What one check needs to write to; kept for the next one, so that checks allocate nothing but their finding.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "model/model.hpp"
#include "moderato/text/fold.hpp"
#include "speech/speech.hpp"
#include "vocabulary/vocabulary.hpp"
#include "vocabulary/vocabulary_file.hpp"

namespace moderato::civility {

struct Scratch {
  text::Folded folded;
  Model::Scratch model;
  VocabularyFile::Held vocabulary;
  Adjustment adjustment;
  Speech speech;
  std::vector<bool> left_out;  // of the words read
  std::vector<float> weights;  // of the words read
};

// Lends each caller a Scratch of its own. Thread-safe.
class Scratches {
 public:
  class Loan {
   public:
    explicit Loan(Scratches& from) : from_(from), scratch_(from.take()) {}
    ~Loan() { from_.give(std::move(scratch_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Scratch& operator*() const { return *scratch_; }

   private:
    Scratches& from_;
    std::unique_ptr<Scratch> scratch_;
  };

 private:
  std::unique_ptr<Scratch> take() {
    const std::lock_guard lock{mutex_};
    if (idle_.empty()) {
      idle_.reserve(++lent_);  // giving back never allocates
      return std::make_unique<Scratch>();
    }
    auto scratch = std::move(idle_.back());
    idle_.pop_back();
    return scratch;
  }
  void give(std::unique_ptr<Scratch> scratch) {
    const std::lock_guard lock{mutex_};
    idle_.push_back(std::move(scratch));
  }

  std::mutex mutex_;
  std::vector<std::unique_ptr<Scratch>> idle_;
  std::size_t lent_ = 0;
};

}  // namespace moderato::civility
