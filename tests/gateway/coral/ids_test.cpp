#include "coral/ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace moderato::gateway::coral {
namespace {

PhaseRequest phase_request() {
  PhaseRequest asked;
  asked.body = "Hi";
  asked.author = "u1";
  asked.story = "s1";
  asked.tenant = "t1";
  return asked;
}

TEST(Ids, TheSameRequestIsTheSameComment) {
  const Ids ids{IdKey{1}};
  EXPECT_EQ(ids.id_of("default", phase_request()), ids.id_of("default", phase_request()));
  EXPECT_EQ(ids.id_of("default", phase_request()).size(), 6 + 32);
  auto edit = phase_request();
  edit.is_edit = true;
  EXPECT_EQ(ids.id_of("default", edit), ids.id_of("default", phase_request()));
}

TEST(Ids, AnythingElseIsAnother) {
  const Ids ids{IdKey{1}};
  std::set<std::string> all{ids.id_of("default", phase_request()), ids.id_of("other", phase_request()),
                            Ids{IdKey{2}}.id_of("default", phase_request())};
  auto changed = phase_request();
  changed.parent = "c1";
  all.insert(ids.id_of("default", changed));
  for (auto member : {&PhaseRequest::body, &PhaseRequest::author, &PhaseRequest::story, &PhaseRequest::tenant}) {
    changed = phase_request();
    changed.*member += "x";
    all.insert(ids.id_of("default", changed));
  }
  changed = phase_request();  // the same letters, cut elsewhere
  changed.story = "s1u";
  changed.author = "1";
  all.insert(ids.id_of("default", changed));
  EXPECT_EQ(all.size(), 9);
}

TEST(Ids, AMarkIsOfStoryAuthorAndText) {
  const Ids ids{IdKey{1}};
  const std::set<TextMark> all{ids.mark_of("s", "u", "text"),  ids.mark_of("s2", "u", "text"),
                               ids.mark_of("s", "u2", "text"), ids.mark_of("s", "u", "text2"),
                               ids.mark_of("s", "ut", "ext"),  Ids{IdKey{2}}.mark_of("s", "u", "text")};
  EXPECT_EQ(all.size(), 6);
}

}  // namespace
}  // namespace moderato::gateway::coral
