#include "routing/analysis_memo.hpp"

#include "core/recent_turns.hpp"

#include <array>

namespace signalbox {

namespace {

// Hashes text with ASCII letters in lower case, runs of space as one space, runs of space with a line
// break in them as one line break, and none at the ends.
class FoldedText {
public:
    explicit FoldedText(KeyedHash& hash) : hash_{hash} {}

    void add(std::string_view text) {
        for (char const c : text) {
            if (c == ' ' || (c >= '\t' && c <= '\r')) {
                if (gap_ != '\n') gap_ = c == '\n' ? '\n' : ' ';
                continue;
            }
            if (gap_ != 0 && begun_) put(gap_);
            gap_ = 0;
            begun_ = true;
            put(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
        }
    }

    // Ends the text: its length keeps it apart from its neighbours.
    void finish() {
        flush();
        hash_.update(length_);
        length_ = 0;
        gap_ = 0;
        begun_ = false;
    }

private:
    void put(char c) {
        if (size_ == buffer_.size()) flush();
        buffer_[size_++] = c;
    }
    void flush() {
        hash_.update(std::string_view{buffer_.data(), size_});
        length_ += size_;
        size_ = 0;
    }

    KeyedHash& hash_;
    std::array<char, 512> buffer_;
    std::size_t size_ = 0;
    std::uint64_t length_ = 0;
    char gap_ = 0;
    bool begun_ = false;
};

}  // namespace

AnalysisMemo::AnalysisMemo(std::size_t capacity, Duration ttl, KeyedHash::Key secret)
    : ttl_{ttl}, secret_{secret}, shards_{capacity} {}

Digest AnalysisMemo::key(ChainContext const& context) const {
    auto const recent = recent_turns(context);
    auto history = recent.total_bytes;  // of what is not hashed below, the size counts
    for (std::size_t i = 0; i < recent.count; ++i) history -= recent.turns[i].bytes;
    KeyedHash hash{secret_};
    hash.update(std::uint64_t{history});
    hash.update(std::uint64_t{recent.messages});
    hash.update(std::uint64_t{recent.in_tool_loop} | std::uint64_t{context.needs_tools} << 1 |
                std::uint64_t{context.needs_json} << 2 | std::uint64_t{context.needs_vision} << 3);
    hash.update(std::uint64_t{context.tenant.size()});
    hash.update(context.tenant);
    FoldedText folded{hash};
    for (std::size_t i = 0; i < recent.count; ++i) {
        if (recent.turns[i].clipped()) hash.update(std::uint64_t{recent.turns[i].bytes});
        folded.add(recent.turns[i].head);
        folded.add(recent.turns[i].tail);
        folded.finish();
    }
    return hash.finish();
}

std::optional<AnalysisResult> AnalysisMemo::find(ChainContext const& context, std::uint64_t epoch, TimePoint now) {
    auto const digest = key(context);
    auto& shard = shards_.of(digest);
    std::scoped_lock const lock{shard.mutex};
    auto const* entry = shard.entries.use(digest);
    if (entry != nullptr && entry->epoch == epoch && now - entry->stored < ttl_) {
        ++shard.counts.hits;
        return entry->analysis;
    }
    if (entry != nullptr) shard.entries.erase(digest);
    ++shard.counts.misses;
    return std::nullopt;
}

std::optional<AnalysisResult> AnalysisMemo::peek(ChainContext const& context, std::uint64_t epoch,
                                                 TimePoint now) const {
    auto const digest = key(context);
    auto& shard = shards_.of(digest);
    std::scoped_lock const lock{shard.mutex};
    auto const* entry = shard.entries.peek(digest);
    if (entry == nullptr || entry->epoch != epoch || now - entry->stored >= ttl_) return std::nullopt;
    return entry->analysis;
}

void AnalysisMemo::store(ChainContext const& context, AnalysisResult const& analysis, std::uint64_t epoch,
                         TimePoint now) {
    auto const digest = key(context);
    auto& shard = shards_.of(digest);
    std::scoped_lock const lock{shard.mutex};
    shard.entries.put(digest, {.analysis = analysis, .epoch = epoch, .stored = now});
}

void AnalysisMemo::clear() {
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard->mutex};
        shard->entries.clear();
        shard->counts = {};
    }
}

AnalysisMemo::Counts AnalysisMemo::counts() const {
    Counts sum;
    for (auto const& shard : shards_) {
        std::scoped_lock const lock{shard->mutex};
        sum.hits += shard->counts.hits;
        sum.misses += shard->counts.misses;
    }
    return sum;
}

}  // namespace signalbox
