// Holds every comment and says its word, which is built in: the same filter built with another word is another library.
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "moderato/filter.hpp"

namespace {

class Word final : public moderato::Filter {
 public:
  explicit Word(moderato::Options& options)
      : fails_(options.boolean("fails", false)),
        hangs_(options.boolean("hangs", false)),
        file_(options.path("file", "")) {}

  moderato::Finding check(const moderato::Comment&) override {
    if (fails_) throw std::runtime_error("no word today");
    while (hangs_) std::this_thread::sleep_for(std::chrono::hours{1});
    return moderato::Finding::hold("word.said", MODERATO_TEST_WORD);
  }

 private:
  bool fails_;
  bool hangs_;
  std::string file_;
};

}  // namespace

MODERATO_FILTER(Word, "word", "1.0", "Says a word")
