// A ledger in a folder of its own, and the words to tell what happens to comments in it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"

namespace moderato {

class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "moderato-ledger-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
  path_ = name;
}

struct Submission {
  std::string id = "c1";
  std::string text = "hello";
  std::string site = "default";
  std::string article = "a1";

  [[nodiscard]] std::string frame() const {
    return R"({"id":")" + id + R"(","site":")" + site + R"(","article":")" + article +
           R"(","author":{"id":"u1"},"text":")" + text + R"("})";
  }
  [[nodiscard]] CommentKey key() const { return comment_key(site, id); }
  [[nodiscard]] ContentHash content() const { return parse_comment(frame(), Limits{}).value().content(); }
};

constexpr Topic topic_of(Action action) {
  switch (action) {
    case Action::hold:
      return Topic::held;
    case Action::reject:
      return Topic::rejected;
    case Action::approve:
    case Action::pass:
      return Topic::approved;
  }
  return Topic::approved;
}

// The chain's decision on a submission, at second `seq` of the epoch.
inline Record decision(Seq seq, const Submission& submission, Action action = Action::approve,
                       std::uint32_t revision = 0) {
  return {.seq = seq,
          .subject = seq,
          .key = submission.key(),
          .content = submission.content(),
          .revision = revision,
          .topic = topic_of(action),
          .action = action,
          .decided_at = Time(std::chrono::seconds(seq.value)),
          .decided_by = "chain",
          .comment = submission.frame(),
          .verdict = R"({"seq":)" + std::to_string(seq.value) + "}"};
}

// A moderator's decision on what is known of a comment.
inline Record review(Seq seq, CommentKey key, const Known& known, Action action, Topic topic) {
  return {.seq = seq,
          .subject = known.subject,
          .key = key,
          .content = known.content,
          .revision = known.revision,
          .topic = topic,
          .action = action,
          .decided_at = Time(std::chrono::seconds(seq.value)),
          .decided_by = "ann",
          .comment = {},
          .verdict = R"({"seq":)" + std::to_string(seq.value) + "}"};
}

inline std::vector<std::int64_t> seqs(const std::vector<Record>& records) {
  std::vector<std::int64_t> result;
  for (const Record& record : records) result.push_back(record.seq.value);
  return result;
}

class LedgerTest : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void open() {
    ids_ = std::make_unique<IdTable>();
    auto writer = LedgerWriter::open(file_, *ids_, options_);
    ASSERT_TRUE(writer) << writer.error().message;
    writer_ = std::move(*writer);
    auto reader = LedgerReader::open(file_, *ids_);
    ASSERT_TRUE(reader) << reader.error().message;
    reader_ = std::move(*reader);
  }

  void reopen() {
    reader_.reset();
    writer_.reset();
    open();
  }

  Admission admit(const Submission& submission) {
    return ids_->admit(submission.key(), submission.content(),
                       [&] { return reader_->find(submission.site, submission.id); });
  }

  // As the daemon does it: admitted, judged, committed.
  Seq decide(const Submission& submission, Action action = Action::approve) {
    const Admission admission = admit(submission);
    EXPECT_NE(admission.kind, Admission::Kind::again);
    return commit(decision(writer_->next(), submission, action, admission.revision));
  }

  Seq decide_again(const Submission& submission, Action action, Topic topic) {
    const auto known = reader_->find(submission.site, submission.id);
    if (!known) {
      ADD_FAILURE() << submission.id << " is not known";
      return {};
    }
    return commit(review(writer_->next(), submission.key(), *known, action, topic));
  }

  Seq commit(const Record& record) {
    const auto done = writer_->commit(std::span(&record, 1), {});
    EXPECT_TRUE(done) << done.error().message;
    return record.seq;
  }

  // Many other comments, in one commit.
  void decide_others(int count, const std::string& prefix = "other") {
    std::vector<Record> records;
    const Seq first = writer_->next();
    for (int number = 0; number < count; ++number) {
      const Submission submission{.id = prefix + std::to_string(number)};
      EXPECT_EQ(admit(submission).kind, Admission::Kind::fresh);
      records.push_back(decision({first.value + number}, submission));
    }
    const auto done = writer_->commit(records, {});
    EXPECT_TRUE(done) << done.error().message;
  }

  [[nodiscard]] std::optional<Known> find(const Submission& submission) {
    return reader_->find(submission.site, submission.id);
  }
  [[nodiscard]] bool published(const Submission& submission) {
    const auto known = find(submission);
    return known && known->published;
  }
  [[nodiscard]] std::vector<std::int64_t> held(std::string_view site = {}) {
    return seqs(reader_->held(site, {}, 1'000).records);
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_.path() / "ledger.db";
  LedgerOptions options_;
  std::unique_ptr<IdTable> ids_;
  std::unique_ptr<LedgerWriter> writer_;
  std::unique_ptr<LedgerReader> reader_;
};

}  // namespace moderato
