// Takes its time with each comment: the pace of a daemon that is overloaded at any rate one likes.
#include <chrono>
#include <moderato/filter.hpp>
#include <thread>

namespace {

class Slow final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true};
  explicit Slow(moderato::Options& options) : time_(options.integer("microseconds", 1'000, 0, 1'000'000)) {}

  moderato::Finding check(const moderato::Comment&) override {
    std::this_thread::sleep_for(time_);
    return moderato::Finding::pass();
  }

 private:
  std::chrono::microseconds time_;
};

}  // namespace

MODERATO_FILTER(Slow, "slow", "1.0", "Takes its time")
