#include "coral/late_speaker.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::coral {
namespace {

constexpr std::array each_status{Status::none, Status::approved, Status::rejected, Status::premod,
                                 Status::system_withheld};

TEST(MutationFor, WhatIsSoAlreadyIsLeftAlone) {
  for (const Status there : each_status) {
    EXPECT_EQ(mutation_for(Action::approve, there).has_value(), !is_published(there));
    EXPECT_EQ(mutation_for(Action::reject, there).has_value(), there != Status::rejected);
    EXPECT_EQ(mutation_for(Action::hold, there).has_value(), is_published(there));
  }
  EXPECT_EQ(mutation_for(Action::approve, Status::rejected), Mutation::approve);
  EXPECT_EQ(mutation_for(Action::reject, Status::approved), Mutation::reject);
  EXPECT_EQ(mutation_for(Action::hold, Status::none), Mutation::flag);  // it can't be hidden any more
}

}  // namespace
}  // namespace moderato::gateway::coral
