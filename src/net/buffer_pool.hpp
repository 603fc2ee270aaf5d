#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace signalbox::net {

// The read buffers of one loop: lent to a connection while it reads, back here while it waits, so
// that an idle stream owns none. Keeps at most `kept` unused ones. Threads: one loop.
class BufferPool {
public:
    static constexpr std::size_t size = 16 * 1024;  // one TLS record, and more than most reads bring
    explicit BufferPool(std::size_t kept = 64) : kept_{kept} {}

    // A buffer on loan, or nothing. Goes back when released or destroyed; the pool outlives it.
    class Loan {
    public:
        Loan() = default;
        Loan(Loan&& other) noexcept = default;
        Loan& operator=(Loan&& other) noexcept {
            release();
            pool_ = other.pool_;
            bytes_ = std::move(other.bytes_);
            return *this;
        }
        ~Loan() { release(); }
        void release();
        explicit operator bool() const { return bytes_ != nullptr; }
        [[nodiscard]] std::span<char> space() const { return {bytes_.get(), size}; }

    private:
        friend class BufferPool;
        Loan(BufferPool& pool, std::unique_ptr<char[]> bytes) : pool_{&pool}, bytes_{std::move(bytes)} {}
        BufferPool* pool_ = nullptr;
        std::unique_ptr<char[]> bytes_;
    };
    [[nodiscard]] Loan lend();

private:
    std::size_t kept_;
    std::vector<std::unique_ptr<char[]>> unused_;
};

}  // namespace signalbox::net
