// What waits to be written, and how much of it is.
#include "http/outbox.hpp"

#include <gtest/gtest.h>

namespace moderato::gateway::http {
namespace {

// Takes so many bytes as a socket would.
std::string take(Outbox& outbox, std::size_t most) {
  Outbox::Buffers buffers;
  std::string text;
  for (const auto& buffer : outbox.next(buffers)) text.append(static_cast<const char*>(buffer.data()), buffer.size());
  text.resize(std::min(text.size(), most));
  outbox.written(text.size());
  return text;
}

TEST(AnOutbox, GivesBackWhatWasPutInHoweverItIsTaken) {
  for (std::size_t step = 1; step < 40; ++step) {
    Outbox outbox;
    std::string wanted;
    std::string got;
    for (int i = 0; i < 200; ++i) {
      const std::string text = std::to_string(i * i);
      wanted += text;
      outbox.push(share(text));
      outbox.push(nullptr);
      outbox.push(share(""));
      got += take(outbox, step);
      ASSERT_EQ(outbox.bytes(), wanted.size() - got.size());
    }
    while (!outbox.empty()) got += take(outbox, step);
    EXPECT_EQ(got, wanted);
    EXPECT_EQ(outbox.bytes(), 0U);
  }
}

TEST(AnOutbox, LetsGoOfWhatIsWritten) {
  const SharedText text = share("hello");
  Outbox outbox;
  outbox.push(text);
  outbox.push(text);
  EXPECT_EQ(text.use_count(), 3);
  take(outbox, 5);
  EXPECT_EQ(text.use_count(), 2);
  outbox.clear();
  EXPECT_EQ(text.use_count(), 1);
}

}  // namespace
}  // namespace moderato::gateway::http
