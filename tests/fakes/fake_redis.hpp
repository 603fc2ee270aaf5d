#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

namespace signalbox::fakes {

// A Redis that knows GET, SET and PING, on a port and threads of its own, and misbehaves as told.
class FakeRedis {
public:
    using Words = std::vector<std::string>;
    // The bytes to answer a command with; nothing: say nothing; empty: close the connection.
    using Behaviour = std::function<std::optional<std::string>(Words const&)>;

    explicit FakeRedis(std::uint16_t port = 0) : listener_{::socket(AF_INET, SOCK_STREAM, 0)} {
        int const on = 1;
        ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (::bind(listener_, any, size) != 0 || ::listen(listener_, 64) != 0) std::abort();
        ::getsockname(listener_, any, &size);
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread{[this] { accept(); }};
    }
    ~FakeRedis() {
        stopping_ = true;
        acceptor_.join();
        for (auto& thread : threads_) thread.join();
        ::close(listener_);
    }
    FakeRedis(FakeRedis const&) = delete;
    FakeRedis& operator=(FakeRedis const&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] int connections() const { return connections_; }
    // From now on; commands of the greeting too. Null: as it should.
    void behave(Behaviour behaviour) {
        std::scoped_lock const lock{mutex_};
        behaviour_ = std::move(behaviour);
    }
    // What a good Redis answers.
    std::string answer(Words const& words) {
        std::scoped_lock const lock{store_mutex_};
        if (words.empty()) return "-ERR no command\r\n";
        if (words[0] == "PING") return "+PONG\r\n";
        if (words[0] == "SELECT" || words[0] == "AUTH" || words[0] == "ASKING") return "+OK\r\n";
        if (words[0] == "SET" && words.size() >= 3) {
            store_[words[1]] = words[2];
            return "+OK\r\n";
        }
        if (words[0] == "GET" && words.size() == 2) {
            auto const found = store_.find(words[1]);
            return found == store_.end() ? "$-1\r\n" : bulk(found->second);
        }
        return "-ERR unknown command\r\n";
    }
    static std::string bulk(std::string const& text) {
        return "$" + std::to_string(text.size()) + "\r\n" + text + "\r\n";
    }
    std::map<std::string, std::string> stored() {
        std::scoped_lock const lock{store_mutex_};
        return store_;
    }
    void put(std::string const& key, std::string value) {
        std::scoped_lock const lock{store_mutex_};
        store_[key] = std::move(value);
    }

private:
    // False: nothing came before it was time to stop.
    bool wait_for(int descriptor) const {
        while (!stopping_) {
            pollfd entry{.fd = descriptor, .events = POLLIN, .revents = 0};
            if (::poll(&entry, 1, 10) > 0) return true;
        }
        return false;
    }

    void accept() {
        while (wait_for(listener_)) {
            int const peer = ::accept(listener_, nullptr, nullptr);
            ++connections_;
            threads_.emplace_back([this, peer] {
                serve(peer);
                ::close(peer);
            });
        }
    }

    void serve(int peer) {
        std::string input;
        std::vector<char> buffer(65536);
        while (wait_for(peer)) {
            auto const got = ::recv(peer, buffer.data(), buffer.size(), 0);
            if (got <= 0) return;
            input.append(buffer.data(), static_cast<std::size_t>(got));
            while (auto const words = take(input)) {
                auto const reply = answer_as_told(*words);
                if (!reply) continue;
                if (reply->empty() || !send(peer, *reply)) return;
            }
        }
    }

    std::optional<std::string> answer_as_told(Words const& words) {
        Behaviour behaviour;
        {
            std::scoped_lock const lock{mutex_};
            behaviour = behaviour_;
        }
        return behaviour ? behaviour(words) : answer(words);
    }

    static bool send(int peer, std::string_view bytes) {
        while (!bytes.empty()) {
            auto const sent = ::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Takes one whole command off the front.
    static std::optional<Words> take(std::string& input) {
        std::size_t at = 0;
        auto const number = [&](char sign) -> std::optional<std::size_t> {
            auto const end = input.find("\r\n", at);
            if (end == std::string::npos || input[at] != sign) return std::nullopt;
            auto const value = std::strtoul(input.c_str() + at + 1, nullptr, 10);
            at = end + 2;
            return value;
        };
        auto const count = number('*');
        if (!count) return std::nullopt;
        Words words;
        for (std::size_t i = 0; i < *count; ++i) {
            auto const size = at < input.size() ? number('$') : std::nullopt;
            if (!size || input.size() < at + *size + 2) return std::nullopt;
            words.push_back(input.substr(at, *size));
            at += *size + 2;
        }
        input.erase(0, at);
        return words;
    }

    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> connections_{0};
    std::thread acceptor_;
    std::vector<std::thread> threads_;  // of the acceptor, until it has ended
    std::mutex mutex_;
    Behaviour behaviour_;
    std::mutex store_mutex_;
    std::map<std::string, std::string> store_;
};

}  // namespace signalbox::fakes
