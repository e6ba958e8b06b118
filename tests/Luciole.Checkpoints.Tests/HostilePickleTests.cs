using System.Diagnostics;
using System.Text;

namespace Luciole.Checkpoints.Tests;

/// <summary>Pickles made to do harm: each is refused in a sentence, with bounded time and memory.</summary>
public sealed class HostilePickleTests
{
    [Theory]
    [InlineData("posix", "system")]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "exec")]
    [InlineData("builtins", "getattr")]
    [InlineData("subprocess", "Popen")]
    [InlineData("torch.storage", "_load_from_bytes_")]
    [InlineData("torch", "load")]
    [InlineData("numpy", "load")]
    [InlineData("__main__", "Anything")]
    public void Names_outside_the_list_are_refused_by_name(string module, string name)
    {
        var byGlobal = Refused(Pickles.Bytes(0x80, 2, $"c{module}\n{name}\n", "X", 2, 0, 0, 0, "id", 0x85, "R."));
        var byStack = Refused(Pickles.Bytes(0x80, 4, 0x8c, module.Length, module, 0x8c, name.Length, name, 0x93, "."));
        var byInst = Refused(Pickles.Bytes($"(i{module}\n{name}\n."));
        Assert.All([byGlobal, byStack, byInst], e => Assert.Contains($".{name}\"", e.Message));
    }

    [Theory]
    [InlineData("torch.nn.modules.normalization", "LayerNorm")]
    [InlineData("builtins", "int")]
    [InlineData("torch", "float16")]
    public void Names_that_may_stand_must_not_be_called(string module, string name)
    {
        Assert.Equal($"{module}.{name}", Pickles.Load(Pickles.Bytes($"c{module}\n{name}\n.")).ToString());
        Assert.Contains("asks Python to call", Refused(Pickles.Bytes($"c{module}\n{name}\n)R.")).Message);
        Assert.Contains("asks Python to call", Refused(Pickles.Bytes($"c{module}\n{name}\n)", 0x81, ".")).Message);
    }

    [Fact]
    public void A_name_with_control_characters_cannot_break_the_message()
    {
        var message = Refused(Pickles.Bytes(0x80, 4, 0x8c, 9, "\u001b[31m\nabc", 0x8c, 1, "f", 0x93, ".")).Message;
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain('\u001b', message);
    }

    [Theory]
    [InlineData("]", "a")]
    [InlineData("(", "t")]
    [InlineData("}K\u0001", "s")]
    public void Nesting_of_any_depth_does_not_overflow_the_stack(string open, string close)
    {
        var value = Pickles.Load(Pickles.Bytes(Pickles.Repeat(open, 200_000), "N", Pickles.Repeat(close, 200_000), "."));
        Assert.Contains("...", value.ToString());
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => CheckpointWriter.Write(folder.File("deep.pth"), value));
        Assert.Empty(Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void A_deep_tuple_is_no_dictionary_key()
    {
        var deep = Pickles.Bytes("}", Pickles.Repeat("(", 100_000), "N", Pickles.Repeat("t", 100_000), "Ns.");
        Assert.Contains("key", Refused(deep).Message);

        // Doubling: forty tuples, each twice the one before, have 2^40 leaves.
        var doubled = Pickles.Bytes("}N", Pickles.Repeat("2\u0086", 40), "Ns.");
        Assert.Contains("key", Refused(doubled).Message);
    }

    [Fact]
    public void Containers_that_contain_themselves_are_read_and_printed()
    {
        var list = Assert.IsType<PickleList>(Pickles.Load(Pickles.Bytes("]q", 0, "h", 0, "a.")));
        Assert.Same(list, list[0]);
        Assert.StartsWith("[[[", list.ToString());
    }

    [Theory]
    [InlineData("T\xff\xff\xff\x7f")]
    [InlineData("X\xff\xff\xff\xff")]
    [InlineData("B\xff\xff\xff\xff")]
    [InlineData("\x8d\xff\xff\xff\xff\xff\xff\xff\xff")]
    [InlineData("\x8e\xff\xff\xff\xff\xff\xff\xff\x7f")]
    [InlineData("\x96\x00\x00\x00\x00\x01\x00\x00\x00")]
    [InlineData("\x8b\xff\xff\xff\x7f")]
    [InlineData("\x95\xff\xff\xff\xff\xff\xff\xff\xff")]
    public void Lengths_that_lie_allocate_nothing(string start)
    {
        Refused(Pickles.Bytes(0x80, 4, "K\u0001", "0", start, "abc.")); // what runs once at the first use is not counted
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Pickles.Bytes(0x80, 4, "K\u0001", "0", start, "abc."));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("0.")]
    [InlineData("t.")]
    [InlineData("h\u0007.")]
    [InlineData("g\n.")]
    [InlineData("g-1\n.")]
    [InlineData("Iabc\n.")]
    [InlineData("F1.2.3\n.")]
    [InlineData("S'unclosed\n.")]
    [InlineData("Na.")]
    [InlineData("]NNs.")]
    [InlineData("}(Nu.")]
    [InlineData("}]Ns.")]
    [InlineData("NNR.")]
    [InlineData("N)R.")]
    [InlineData("NNb.")]
    [InlineData("(N1(.")]
    [InlineData("NQ.")]
    [InlineData("P1\n.")]
    [InlineData("\u0082\u0001.")]
    [InlineData("\u0097.")]
    [InlineData("\u0080\u0009.")]
    [InlineData("\u00ff.")]
    [InlineData("NN\u0093.")]
    [InlineData("(o.")]
    [InlineData("N")]
    [InlineData("")]
    [InlineData("ctorch\n")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n)R.")]
    [InlineData("cnumpy.core.multiarray\nscalar\n)R.")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n)RNb.")]
    [InlineData("c_codecs\nencode\n)R.")]
    [InlineData("ccopy_reg\n_reconstructor\n)R.")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR.")]
    [InlineData("c__builtin__\nset\n((K\u0001K\u0002l]atR.")]
    public void Malformed_pickles_are_refused(string pickle) => Refused(Pickles.Bytes(pickle));

    [Fact]
    public void A_few_bytes_cannot_ask_for_endless_work()
    {
        var clock = Stopwatch.StartNew();
        var text = Pickles.Bytes("X", 0, 0, 16, 0, new string('a', 1 << 20));

        // Each repetition would copy the remembered megabyte again.
        var copies = Pickles.Bytes("(c_codecs\nencode\n", "q", 0, text, "X", 6, 0, 0, 0, "latin1", 0x86, "q", 1, Pickles.Repeat("h\u0000h\u0001R", 3000), "l.");
        Assert.Contains("MiB", Refused(copies).Message);

        // A set made again and again of a long list.
        var list = Pickles.Bytes("(", Pickles.Repeat("K\u0001", 100_000), "lq", 0, "0");
        var sets = Pickles.Bytes(list, "(c__builtin__\nset\nq", 1, Pickles.Repeat("h\u0001h\u0000\u0085R", 3000), "l.");
        Assert.Contains("values", Refused(sets).Message);

        // A long text as a key hashes anew each time.
        Assert.Contains("key", Refused(Pickles.Bytes("}", text, "Ns.")).Message);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "the limits do not hold");
    }

    [Fact]
    public void A_pickle_of_millions_of_values_is_refused()
    {
        var error = Refused(Pickles.Bytes(Pickles.Repeat("N0", 4_100_000), "N."));
        Assert.Contains("more than 8000000 values", error.Message);
    }

    private static InputException Refused(byte[] pickle)
    {
        var error = Assert.Throws<InputException>(() => Pickles.Load(pickle));
        Assert.DoesNotContain("\n", error.Message);
        Assert.EndsWith(".", error.Message);
        return error;
    }
}
