// Passes every comment: what is measured is the way to it and back.
#include "moderato/filter.hpp"

namespace {

class Nothing final : public moderato::Filter {
 public:
  static constexpr moderato::Traits traits{.concurrent = true};
  explicit Nothing(moderato::Options&) {}
  moderato::Finding check(const moderato::Comment&) override { return moderato::Finding::pass(); }
};

}  // namespace

MODERATO_FILTER(Nothing, "nothing", "1.0", "Passes everything")
