// What is wrong with the links of a comment.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "domain.hpp"
#include "finder.hpp"
#include "look_alike.hpp"
#include "moderato/finding.hpp"
#include "settings.hpp"
#include "wording.hpp"

namespace moderato::links {

// Immutable after construction; thread-safe.
class Judges {
 public:
  explicit Judges(Settings settings);

  // `approved`: the author's approved comments. The strictest action wins, then the first of Fault's order.
  [[nodiscard]] Finding judge(std::string_view text, std::uint32_t approved) const;

 private:
  struct Charge {
    Fault fault;
    Words words;
    std::vector<Span> spans;
  };
  class Charges;

  [[nodiscard]] Action action_of(Fault fault) const;
  // Whether the link counts: it is of no allowed domain. Charges it with its own faults.
  bool examine(const Link& link, const Name& name, Charges& charges) const;
  [[nodiscard]] Finding finding_of(Charges charges) const;

  const Settings settings_;
  const Domains domains_;
  const DomainSet deny_, allow_, shorteners_;
  const LookAlikes look_alikes_;
};

}  // namespace moderato::links
