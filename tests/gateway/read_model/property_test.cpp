// Whatever the feed says, in whatever pieces and how often it comes: the read model is what a map would be.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "gateway/read_model/messages.hpp"

namespace moderato::gateway {
namespace {

// The same as the read model, in memory, the simple way.
class Reference {
 public:
  void apply(const Message& message) {
    if (message.seq <= last_) return;
    last_ = message.seq;
    const auto frame = parse_stored(message.comment).value();
    const Key key{frame.site, frame.id};
    switch (message.topic) {
      case Topic::approved:
        approve(message, frame);
        break;
      case Topic::withdrawn:
        if (stands_.contains(key) && !stands_.at(key).withdrawn) empty(key, message.seq);
        break;
      case Topic::erased:
        if (stands_.contains(key)) empty(key, message.seq);
        erased_.insert(key);
        break;
      case Topic::held:
      case Topic::rejected:
        break;
    }
    // Of what was erased only what is answered is left.
    while (std::erase_if(stands_,
                         [&](const auto& each) { return erased_.contains(each.first) && !is_answered(each.second); })) {
    }
    std::erase_if(erased_, [&](const Key& each) { return !stands_.contains(each); });
  }

  using Order = bool (*)(const PublishedComment&, const PublishedComment&);
  enum class With { published, places };
  [[nodiscard]] std::vector<PublishedComment> all(With with, const std::string& site, const std::string& article,
                                                  Order order) const {
    std::vector<PublishedComment> out;
    for (const auto& [key, comment] : stands_)
      if (comment.site == site && (article.empty() || comment.article == article) &&
          (with == With::places || !comment.withdrawn))
        out.push_back(comment);
    for (PublishedComment& comment : out) {
      if (!comment.parent) continue;
      const auto parent = stands_.find({comment.site, *comment.parent});
      comment.orphan = parent == stands_.end() || parent->second.article != comment.article ||
                       parent->second.first_seq >= comment.first_seq;
    }
    std::ranges::sort(out, order);
    return out;
  }

 private:
  using Key = std::pair<std::string, std::string>;

  void approve(const Message& message, const CommentFrame& frame) {
    const Key key{frame.site, frame.id};
    const DecisionMarks marks = marks_of(message.verdict);
    const Time decided_at = parse_rfc3339(marks.decided_at).value();
    if (erased_.erase(key) > 0) stands_.erase(key);
    const bool is_new = !stands_.contains(key);
    PublishedComment& comment = stands_[key];
    const bool put_back = !is_new && comment.revision == marks.revision;
    if (is_new) {
      comment.first_seq = message.seq;
      comment.created_at = frame.created_at.value_or(decided_at);
    }
    comment.site = frame.site;
    comment.article = frame.article;
    comment.id = frame.id;
    comment.parent.reset();
    if (frame.parent) comment.parent = *frame.parent;
    comment.author_id = frame.author_id;
    comment.text = frame.text;
    comment.withdrawn = false;
    comment.staff = marks.staff || (put_back && comment.staff);
    comment.revision = marks.revision;
    comment.seq = message.seq;
    if (put_back) return;
    const bool has_time = frame.created_at && *frame.created_at > comment.created_at;
    comment.edited_at.reset();
    if (marks.revision > 0) comment.edited_at = has_time ? *frame.created_at : decided_at;
  }

  void empty(const Key& key, Seq seq) {
    PublishedComment& comment = stands_.at(key);
    comment.withdrawn = true;
    comment.author_id.clear();
    comment.text.clear();
    comment.seq = seq;
  }

  [[nodiscard]] bool is_answered(const PublishedComment& comment) const {
    return std::ranges::any_of(stands_, [&](const auto& each) {
      return each.second.site == comment.site && each.second.article == comment.article &&
             each.second.parent == comment.id;
    });
  }

  std::map<Key, PublishedComment> stands_;
  std::set<Key> erased_;
  Seq last_;
};

class Feed : public ::testing::TestWithParam<unsigned> {
 protected:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>{0, end - 1}(random_); }
  std::string one(const char* kind, std::size_t of) { return kind + std::to_string(below(of)); }

  Message next(std::int64_t seq) {
    static constexpr Topic topics[] = {Topic::approved, Topic::approved, Topic::approved, Topic::withdrawn,
                                       Topic::erased,   Topic::held,     Topic::rejected};
    boost::json::object given = comment(one("c", 25), one("text ", 1'000), {{"site", one("s", 2)}});
    given["article"] = one("a", 3);
    if (below(2) == 0) given["parent"] = one("c", 25);
    if (below(2) == 0) given["created_at"] = time_of(static_cast<std::int64_t>(below(400)));
    return message(topics[below(std::size(topics))], seq, given, static_cast<unsigned>(below(4)),
                   below(3) == 0 ? "membership.staff" : "chain.passed");
  }

  using With = Reference::With;
  void expect_same(const Reader& reader, const Reference& reference) {
    constexpr auto by_place = [](const PublishedComment& a, const PublishedComment& b) {
      return a.first_seq < b.first_seq;
    };
    constexpr auto by_age = [](const PublishedComment& a, const PublishedComment& b) {
      return a.first_seq > b.first_seq;
    };
    constexpr auto by_seq = [](const PublishedComment& a, const PublishedComment& b) { return a.seq < b.seq; };
    for (const std::string site : {"s0", "s1"}) {
      EXPECT_EQ(reader.newest(site, 100).comments, reference.all(With::published, site, "", by_age));
      for (const std::string article : {"a0", "a1", "a2"}) {
        const auto expected = reference.all(With::places, site, article, by_place);
        const auto published = reference.all(With::published, site, article, by_seq);
        EXPECT_EQ(reader.thread(site, article, 100).comments, expected);
        EXPECT_EQ(reader.since(site, article, 100, {}).comments, published);
        EXPECT_EQ(reader.newest_of(site, article, 100).comments, reference.all(With::published, site, article, by_age));
        EXPECT_EQ(reader.counts(site, std::vector<std::string_view>{article}).at(0), published.size());
        for (const PublishedComment& each : expected) {
          EXPECT_EQ(reader.place(site, each.id), each);
          EXPECT_EQ(reader.comment(site, each.id), each.withdrawn ? std::nullopt : std::optional{each});
        }
      }
    }
  }

  std::mt19937 random_{GetParam()};
};

TEST_P(Feed, IsFollowedExactly) {
  Model model;
  Reference reference;
  std::vector<Message> said;
  for (std::int64_t seq = 1; seq <= 400; seq += static_cast<std::int64_t>(1 + below(3))) said.push_back(next(seq));

  for (std::size_t done = 0; done < said.size();) {
    // A page: it may begin with what is known, or be of that alone, and each message may come several times, in any
    // order.
    const std::size_t begin = done - std::min(done, below(10));
    const std::size_t end = std::min(said.size(), begin + below(20));
    std::vector<Message> page;
    for (std::size_t at = begin; at < end; ++at) page.insert(page.end(), 1 + below(2), said[at]);
    std::ranges::shuffle(page, random_);
    model.apply(page);
    for (; done < end; ++done) reference.apply(said[done]);
    if (below(10) == 0) model.writer.tidy();
    if (below(10) == 0) model.writer = Writer::open(model.file).value();  // as after a restart
    if (below(4) == 0) expect_same(model.reader, reference);
    if (HasFailure()) FAIL() << "after seq " << said[done - 1].seq.value;
  }
  expect_same(model.reader, reference);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Feed, ::testing::Range(1U, 31U));

}  // namespace
}  // namespace moderato::gateway
