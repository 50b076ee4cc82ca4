#include "coral/links.hpp"

#include <gtest/gtest.h>

#include <array>

#include "coral/erasures.hpp"
#include "support/temporary_folder.hpp"

namespace moderato::gateway::coral {
namespace {

class LinksTest : public ::testing::Test {
 protected:
  std::unique_ptr<Links> open() { return Links::open(folder_.path() / "store.db").value(); }

  moderato::testing::TemporaryFolder folder_;
};

constexpr WallTime asked_at{Milliseconds{1'700'000'000'000}};
Handed handed(std::string id, std::uint8_t mark, std::string site = "default") {
  return {std::move(site), std::move(id), "s1", TextMark{mark}};
}

TEST_F(LinksTest, TheKeyIsKept) {
  const IdKey key = open()->key();
  EXPECT_NE(key, IdKey{});
  EXPECT_EQ(open()->key(), key);
}

TEST_F(LinksTest, AnIdIsLearntByItsMark) {
  auto links = open();
  links->note(std::array{handed("a", 1), handed("b", 2), handed("a", 1, "other")}, asked_at);
  EXPECT_EQ(links->learn("default", TextMark{1}, "c1"), "a");
  EXPECT_EQ(links->learn("default", TextMark{9}, "c9"), std::nullopt);
  EXPECT_EQ(links->ours("default", "c1"), "a");
  EXPECT_EQ(links->ours("other", "c1"), std::nullopt);
  EXPECT_EQ(links->find("default", "a")->coral, "c1");
  EXPECT_EQ(links->find("default", "a")->story, "s1");
  EXPECT_EQ(links->find("default", "b")->coral, "");
  EXPECT_FALSE(links->find("default", "z"));
}

TEST_F(LinksTest, AnEditKeepsItsId) {
  auto links = open();
  links->note(std::array{handed("a", 1)}, asked_at);
  EXPECT_EQ(links->learn("default", TextMark{1}, "c1"), "a");
  links->note(std::array{handed("a", 2)}, asked_at);
  EXPECT_EQ(links->find("default", "a")->coral, "c1");
  EXPECT_EQ(links->find("default", "a")->mark, TextMark{2});
  EXPECT_EQ(open()->ours("default", "c1"), "a");
}

TEST_F(LinksTest, OfTheSameTextTheNewest) {
  auto links = open();
  links->note(std::array{handed("a", 1)}, asked_at);
  links->note(std::array{handed("b", 1)}, asked_at + Milliseconds{1});
  EXPECT_EQ(links->learn("default", TextMark{1}, "c1"), "b");
}

TEST_F(LinksTest, WhatIsOldIsForgotten) {
  auto links = open();
  links->note(std::array{handed("a", 1)}, asked_at);
  links->note(std::array{handed("b", 2)}, asked_at + Milliseconds{1});
  links->forget(asked_at + Milliseconds{1});
  EXPECT_FALSE(links->find("default", "a"));
  EXPECT_TRUE(links->find("default", "b"));
}

TEST_F(LinksTest, WhatIsErasedGoes) {
  auto links = open();
  links->note(std::array{handed("a", 1), handed("b", 2), handed("a", 1, "other")}, asked_at);
  ErasureProjection erasures{*links};
  EXPECT_TRUE(erasures.begins_at_newest());
  erasures.begin_at({Seq{4}, "t4"});
  EXPECT_FALSE(erasures.begins_at_newest());
  const auto message = [](Topic topic, std::int64_t seq, const std::string& id) {
    return Message{topic, Seq{seq}, R"({"site": "default", "id": ")" + id + R"("})", R"({"decided_at": "t"})"};
  };
  EXPECT_EQ(erasures.apply(std::array{message(Topic::erased, 3, "b"), message(Topic::approved, 5, "b"),
                                      message(Topic::erased, 6, "a"), message(Topic::erased, 7, "zzz")}),
            0);
  EXPECT_FALSE(links->find("default", "a"));
  EXPECT_TRUE(links->find("default", "b"));
  EXPECT_TRUE(links->find("other", "a"));
  EXPECT_EQ(open()->position(), (Position{Seq{7}, "t"}));
}

}  // namespace
}  // namespace moderato::gateway::coral
