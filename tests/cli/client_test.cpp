// The client against a control endpoint that comes and goes.
#include "cli/client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <tuple>

#include "support/temporary_folder.hpp"

namespace moderato::cli {
namespace {

class ClientTest : public ::testing::Test {
 protected:
  zmq::socket_t control() {
    zmq::socket_t socket{context, zmq::socket_type::router};
    socket.set(zmq::sockopt::linger, 0);
    socket.bind(address);
    return socket;
  }
  Client client(double seconds) {
    globals.control = globals.desk = globals.feed = address;
    globals.timeout_seconds = seconds;
    return std::move(*Client::open(globals));
  }
  static std::vector<std::string> receive(zmq::socket_t& socket) {
    return receive_within(socket, std::chrono::milliseconds{-1});
  }

  moderato::testing::TemporaryFolder folder;
  std::string address = "ipc://" + (folder.path() / "control").string();
  zmq::context_t context;
  Globals globals;
};

TEST_F(ClientTest, AsksAgainWhenTheDaemonGoesWithTheQuestion) {
  std::jthread daemon{[this, first = control()]() mutable {
    const auto lost = receive(first);
    first.close();
    zmq::socket_t second = control();
    const auto again = receive(second);
    EXPECT_EQ(again.at(1), lost.at(1));
    EXPECT_NE(again.at(0), lost.at(0));  // a late answer to the first could not reach us
    second.send(zmq::buffer(again.at(0)), zmq::send_flags::sndmore);
    second.send(zmq::str_buffer("{}"), zmq::send_flags::none);
    receive(second);  // stays until the client has its answer
  }};
  Client asking = client(60);
  const auto answer = asking.ask({{"request", "stats"}});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->front(), "{}");
  globals.timeout_seconds = 0.001;
  EXPECT_FALSE(client(0.001).ask({{"request", "goodbye"}}));
}

TEST_F(ClientTest, DoesNotAskForEver) {
  std::atomic<bool> asking = true;
  std::jthread daemon{[&] {
    while (asking) {
      zmq::socket_t socket = control();
      std::ignore = receive_within(socket, std::chrono::milliseconds{10});
    }
  }};
  EXPECT_EQ(client(60).ask({{"request", "stats"}}).error().code, "cli.no_answer");
  asking = false;
}

}  // namespace
}  // namespace moderato::cli
