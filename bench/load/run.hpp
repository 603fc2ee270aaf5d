#pragma once

#include "client.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace load {

// The loop of one run: keeps `connections` clients busy until time or requests are used up.
class Run {
public:
    Run(Options const& options, std::string_view request);
    ~Run();
    Run(Run const&) = delete;
    Run& operator=(Run const&) = delete;

    Figures& go();

private:
    static constexpr std::int64_t patience = 10'000'000'000;  // without any news: the run has failed
    static constexpr std::int64_t grace = 5'000'000'000;      // for answers that are under way at the end

    void connect(std::size_t client);
    void settle(std::size_t client);  // after news: asks again, reconnects or leaves it
    void dispatch(std::int64_t now);  // asks where the rate says so
    void poll(std::int64_t until);
    [[nodiscard]] bool wants_more(std::int64_t now) const;
    [[nodiscard]] bool all_have_text() const;
    void hold_until_stdin_ends();

    Options const& options_;
    Figures figures_;
    std::vector<std::unique_ptr<Client>> clients_;
    std::vector<std::size_t> idle_;  // clients that wait for the rate
    int epoll_ = -1;
    std::int64_t begun_ = 0;
    std::int64_t stop_ = 0;
    std::int64_t last_news_ = 0;
    std::int64_t next_due_ = 0;
    std::uint64_t asked_ = 0;
    std::size_t busy_ = 0;
};

}  // namespace load
