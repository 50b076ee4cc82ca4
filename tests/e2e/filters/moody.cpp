// Does what a comment's text says: "crash", "hang", or holds it and says how many decisions it knows.
#include <moderato/filter.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

namespace {

class Moody final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true, .remembers = true};
  explicit Moody(moderato::Options& options) { options.string("mood", ""); }

  moderato::Finding check(const moderato::Comment& comment) override {
    if (comment.text() == "crash") std::abort();
    while (comment.text() == "hang") std::this_thread::sleep_for(std::chrono::hours{1});
    return moderato::Finding::hold("moody.knows", std::to_string(known_));
  }
  void remember(const moderato::Decision&) override { ++known_; }
  moderato::Lookback lookback() const override { return {std::chrono::hours{1}, 1'000'000}; }

 private:
  std::atomic<int> known_{0};
};

}  // namespace

MODERATO_FILTER(Moody, "moody", "1.0", "Does what it is told")
