// Says about how many comments it was told at once that it would be asked.
#include <string>

#include "moderato/filter.hpp"

namespace {

thread_local std::size_t expected = 0;

class Company final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true};

  explicit Company(moderato::Options& /*options*/) {}

  void expect(std::span<const moderato::Comment> comments) override { expected = comments.size(); }
  moderato::Finding check(const moderato::Comment& /*comment*/) override {
    return moderato::Finding::hold("company", std::to_string(expected));
  }
};

}  // namespace

MODERATO_FILTER(Company, "company", "1.0", "Says in which company a comment came")
