// The client against a control endpoint that comes and goes.
#include "cli/client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <tuple>

#include "support/temporary_folder.hpp"

namespace moderato::cli {
namespace {

class ClientTest : public ::testing::Test {
 protected:
  // At its end it is gone, also for those who call it: its context waits for that.
  struct Control {
    explicit Control(const std::string& address) {
      socket.set(zmq::sockopt::linger, 1'000);
      socket.bind(address);
    }
    std::vector<std::string> receive(std::chrono::milliseconds time = std::chrono::milliseconds{-1}) {
      return receive_within(socket, time);
    }

    zmq::context_t context;
    zmq::socket_t socket{context, zmq::socket_type::router};
  };

  Client client(double seconds) {
    globals.control = globals.desk = globals.feed = address;
    globals.timeout_seconds = seconds;
    return *Client::open(globals);
  }

  moderato::testing::TemporaryFolder folder;
  std::string address = "ipc://" + (folder.path() / "control").string();
  Globals globals;
};

TEST_F(ClientTest, AsksAgainWhenTheDaemonGoesWithTheQuestion) {
  std::latch answered{1};
  std::jthread daemon{[&] {
    const auto lost = Control{address}.receive();
    Control control{address};
    const auto again = control.receive();
    EXPECT_EQ(again.at(1), lost.at(1));
    control.socket.send(zmq::buffer(again.at(0)), zmq::send_flags::sndmore);
    control.socket.send(zmq::str_buffer("{}"), zmq::send_flags::none);
    answered.wait();
  }};
  const auto answer = client(60).ask({{"request", "stats"}});
  answered.count_down();
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->front(), "{}");
}

TEST_F(ClientTest, DoesNotAskForEver) {
  std::atomic<bool> asking = true;
  std::jthread daemon{[&] {
    while (asking) std::ignore = Control{address}.receive(std::chrono::milliseconds{100});
  }};
  EXPECT_EQ(client(60).ask({{"request", "stats"}}).error().code, "cli.no_answer");
  asking = false;
}

}  // namespace
}  // namespace moderato::cli
