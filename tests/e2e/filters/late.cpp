// Is slow to be told: waits for a file before the first decision of an earlier process, or with `new` before the first
// at all. Says how many of an earlier process it knows.
#include <atomic>
#include <chrono>
#include <filesystem>
#include <moderato/filter.hpp>
#include <string>
#include <thread>

namespace {

class Late final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true, .remembers = true};
  explicit Late(moderato::Options& options)
      : file_(options.string("file", "")),
        new_(options.boolean("new", false)),
        decisions_(options.integer("decisions", 1'000, 0, 1'000)) {}

  moderato::Finding check(const moderato::Comment&) override {
    return moderato::Finding::hold("late.knows", std::to_string(known_));
  }
  void remember(const moderato::Decision& decision) override {
    if (!decision.replayed() && !new_) return;
    while (!std::filesystem::exists(file_)) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    if (decision.replayed()) ++known_;
  }
  moderato::Lookback lookback() const override { return {std::chrono::hours{1}, decisions_}; }

 private:
  std::string file_;
  bool new_;
  std::int64_t decisions_;
  std::atomic<int> known_{0};
};

}  // namespace

MODERATO_FILTER(Late, "late", "1.0", "Waits for a file")
