#include "net/buffer_pool.hpp"

#include <utility>

namespace signalbox::net {

void BufferPool::Loan::release() {
    if (bytes_ == nullptr) return;
    auto returned = std::exchange(bytes_, nullptr);
    if (pool_->unused_.size() < pool_->kept_) pool_->unused_.push_back(std::move(returned));
}

BufferPool::Loan BufferPool::lend() {
    if (unused_.empty()) return {*this, std::make_unique_for_overwrite<char[]>(size)};
    auto bytes = std::move(unused_.back());
    unused_.pop_back();
    return {*this, std::move(bytes)};
}

}  // namespace signalbox::net
