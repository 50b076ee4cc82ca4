// When the write-ahead log is carried over into the file, and by whom: behind the writer, by a thread of its own, as
// long as that is much work; by the commit itself once little is left, since only where nothing is written meanwhile
// can all of it be carried over, so that the log begins anew.
#pragma once

namespace moderato {

// In pages of 16 KiB. Belongs to one thread at a time.
class CheckpointPlan {
 public:
  static constexpr int interval = 512;  // 8 MiB
  // From here on the log is brought to an end.
  static constexpr int long_log = 1'024;
  // What a commit carries over itself: about as much as it writes when there is much to do.
  static constexpr int little = 128;
  // Here the commit does all there is: the thread does not keep up.
  static constexpr int longest_log = 2'048;

  enum class Next { nothing, behind, by_the_commit };

  // A commit is done: what is to be done now. By the commit: `end` is not called for it.
  [[nodiscard]] Next committed(int pages_in_log) {
    if (pages_in_log < pages_) {  // it began anew
      carried_ = 0;
      end_from_ = long_log;
    }
    pages_ = pages_in_log;
    const bool nearly_done = !under_way_ && pages_ - carried_ <= little;
    if (pages_ < end_from_ || (pages_ < longest_log && !nearly_done)) return is_due() ? Next::behind : Next::nothing;
    // If somebody still reads what is in the log, it goes on: not to be tried with every commit.
    end_from_ = pages_ + interval;
    carried_ = pages_;
    return Next::by_the_commit;
  }

  // Whether there is work for the thread. A log that is too long is left to the commits: while they write on, it would
  // never be through with it.
  [[nodiscard]] bool is_due() const {
    return pages_ < longest_log && pages_ - carried_ > (pages_ < end_from_ ? interval : little);
  }
  // The thread carries over what there is now.
  void begin() {
    carried_ = pages_;
    under_way_ = true;
  }
  void end() { under_way_ = false; }

 private:
  int pages_ = 0;    // in the log
  int carried_ = 0;  // of these, by the last try
  int end_from_ = long_log;
  bool under_way_ = false;
};

}  // namespace moderato
