// Stalls at a comment that says so, until a file is there.
#include <chrono>
#include <filesystem>
#include <moderato/filter.hpp>
#include <string>
#include <thread>

namespace {

class Stall final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true};
  explicit Stall(moderato::Options& options) : until_(options.string("until", "")) {}

  moderato::Finding check(const moderato::Comment& comment) override {
    if (comment.text() == "stall")
      while (!std::filesystem::exists(until_)) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return moderato::Finding::pass();
  }

 private:
  std::string until_;
};

}  // namespace

MODERATO_FILTER(Stall, "stall", "1.0", "Waits for a file at some comments")
