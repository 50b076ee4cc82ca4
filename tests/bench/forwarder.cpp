#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <zmq.hpp>

#include "measures.hpp"

namespace moderato::bench {

double measure_forwarder(const Corpus& corpus, std::size_t count) {
  zmq::context_t context{1};
  zmq::socket_t in{context, zmq::socket_type::pull};
  zmq::socket_t out{context, zmq::socket_type::push};
  in.bind("tcp://127.0.0.1:*");
  out.bind("tcp://127.0.0.1:*");
  const std::string in_address = in.get(zmq::sockopt::last_endpoint);
  const std::string out_address = out.get(zmq::sockopt::last_endpoint);

  // Context of their own for the ends, as if they were other programs.
  zmq::context_t ends{1};
  zmq::socket_t sink{ends, zmq::socket_type::pull};
  sink.connect(out_address);
  const auto begin = std::chrono::steady_clock::now();
  std::thread sender{[&] {
    zmq::socket_t source{ends, zmq::socket_type::push};
    source.connect(in_address);
    for (std::size_t i = 0; i < count; ++i)
      source.send(zmq::buffer(corpus.frames[i % corpus.frames.size()]), zmq::send_flags::none);
  }};
  std::thread forwarder{[&] {
    zmq::message_t frame;
    for (std::size_t i = 0; i < count; ++i) {
      if (!in.recv(frame)) return;
      out.send(frame, zmq::send_flags::none);
    }
  }};
  zmq::message_t frame;
  for (std::size_t i = 0; i < count; ++i)
    if (!sink.recv(frame)) throw std::runtime_error("the forwarder lost a frame");
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  sender.join();
  forwarder.join();
  return static_cast<double>(count) / seconds;
}

}  // namespace moderato::bench
