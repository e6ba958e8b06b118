namespace Luciole.Torch.Tests;

public sealed class TensorScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_made_in_it_and_keeps_what_is_kept()
    {
        var before = Tensor.AliveCount;
        Tensor kept, inner;
        using (var outer = new TensorScope())
        {
            using (var scope = new TensorScope())
            {
                inner = Tensor.Zeros([3]);
                kept = scope.Keep(inner + 1);
                Assert.Equal(1, scope.Count);
            }

            Assert.True(inner.IsDisposed);
            Assert.False(kept.IsDisposed);
            Assert.Equal(1, outer.Count);
        }

        Assert.True(kept.IsDisposed);
        Assert.Equal(before, Tensor.AliveCount);
    }

    [Fact]
    public void What_is_released_belongs_to_its_holder()
    {
        Tensor tensor;
        using (new TensorScope())
            tensor = TensorScope.Release(Tensor.Ones([2]));
        Assert.Equal([1f, 1], tensor.ToArray<float>());
        tensor.Dispose();
        Assert.True(tensor.IsDisposed);
    }

    [Fact]
    public void Disposing_early_is_allowed()
    {
        using var scope = new TensorScope();
        var tensor = Tensor.Ones([2]);
        tensor.Dispose();
        Assert.Equal(0, scope.Count);
    }

    [Fact]
    public void Scopes_end_innermost_first()
    {
        var outer = new TensorScope();
        var inner = new TensorScope();
        Assert.Throws<InvalidOperationException>(outer.Dispose);
        inner.Dispose();
        outer.Dispose();
    }

    [Fact]
    public void Each_thread_has_its_own_innermost_scope()
    {
        using var scope = new TensorScope();
        Tensor? other = null;
        var thread = new Thread(() => other = Tensor.Ones([1]));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.Count);
        other!.Dispose();
    }
}
