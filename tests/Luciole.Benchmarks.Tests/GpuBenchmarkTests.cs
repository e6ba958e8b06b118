using System.Text.RegularExpressions;
using Luciole.Benchmarks.Gpu;
using Luciole.Benchmarks.Networks;
using Luciole.Benchmarks.Workers;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Training;

namespace Luciole.Benchmarks.Tests;

public sealed class GpuBenchmarkTests
{
    [Fact]
    public void Words_become_options()
    {
        var options = GpuOptions.Parse(["--device", "cuda:1", "--only", "mae,growth", "--cores", "16", "--write"]);
        Assert.Equal(Device.Cuda(1), options.Device);
        Assert.Equal(["mae", "growth"], options.Only);
        Assert.Equal(16, options.Cores);
        Assert.True(options.IsWritten);
        Assert.Equal(Device.Cuda(0), GpuOptions.Parse([]).Device);
        Assert.Equal((5, 1), (GpuOptions.Parse([]).Repeats, GpuOptions.Parse(["--quick"]).Repeats));
    }

    [Theory]
    [InlineData("--fast", "--fast")]
    [InlineData("--device tpu", "tpu")]
    [InlineData("--cores 0", "0")]
    [InlineData("--quick --write", "--quick")]
    [InlineData("--write --repeats 4", "5")]
    [InlineData("--write --device cpu", "cpu")]
    public void What_cannot_be_meant_is_refused_and_named(string words, string named) =>
        Assert.Contains(named, Assert.Throws<InputException>(() => GpuOptions.Parse(words.Split(' '))).Message);

    [Fact]
    public void It_runs_small_on_the_processor_beside_PyTorch()
    {
        Assert.SkipUnless(HasPyTorch(), "There is no Python with PyTorch (LUCIOLE_PYTHON), which Luciole is compared with.");
        var sections = GpuBenchmark.Sections(GpuOptions.Parse(["--quick", "--device", "cpu", "--only", "mae"])).ToDictionary(s => s.Name, s => s.Text);
        Assert.Equal(["gpu", "gpu-mae"], sections.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("| bfloat16 ", sections["gpu"]);
        var text = sections["gpu-mae"];
        foreach (var work in new[] { "training step", "prediction" })
        {
            foreach (var who in new[] { "PyTorch, ordinary", "PyTorch, best", "Luciole" })
                Assert.Matches($@"\| {work} +\| +{who} \|", text);
        }

        Assert.Contains("no figures to quote", text);
    }

    [Fact]
    public void Defaults_and_loading_run_small_without_PyTorch()
    {
        var sections = GpuBenchmark.Sections(GpuOptions.Parse(["--quick", "--device", "cpu", "--only", "loading"])).ToDictionary(s => s.Name, s => s.Text);
        Assert.Matches(@"loading threads? +\| +[\d.]+ \| +\d+ % \|", sections["gpu-loading"]);
        Assert.Throws<InputException>(() => GpuBenchmark.Sections(GpuOptions.Parse(["--device", "cpu", "--only", "actin"])));
    }

    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    public void A_worker_trains_through_the_training_loop_in_each_precision(string precision)
    {
        var order = new WorkOrder
        {
            Work = WorkKind.DeviceTraining, Threads = 1, Batch = 2, Steps = 2,
            Network = QuickNetworks.For(ComputedNetworks(), new GpuOptions { IsQuick = true }),
            Engine = new EngineSettings { Precision = precision, ChannelsLast = true, Recomputes = true },
        };
        using var work = Workers.Works.Work.From(order);
        var done = work.Go();
        Assert.True(done.Seconds > 0);
        Assert.True(double.IsFinite(done.Loss!.Value));
        Assert.True(work.Memory().Bytes > 1 << 20);
        Assert.Null(work.Memory().Allocated);
    }

    [Fact]
    public void Only_the_steps_in_the_middle_are_timed()
    {
        var asked = 0;
        IEnumerable<Batch> Slow()
        {
            while (true)
            {
                Thread.Sleep(asked++ is >= 2 and < 5 ? 20 : 0);
                yield return new Batch([], null, [0], null, []);
            }
        }

        var timed = new TimedBatches(Slow(), warmUp: 1, steps: 3, Device.Cpu);
        Assert.Equal(timed.StepsPerEpoch, timed.Epoch(0, 0, CancellationToken.None).Count());
        Assert.True(timed.SecondsPerStep >= 0.018, $"{timed.SecondsPerStep} s");
    }

    [Fact]
    public void Python_reads_only_what_an_order_has()
    {
        var known = System.Text.Json.JsonSerializer.SerializeToElement(new WorkOrder { Work = WorkKind.DeviceTraining, Threads = 1, Network = ComparedNetworks.Nucleus }, WorkOrder.Json);
        var names = known.EnumerateObject().Concat(known.GetProperty("network").EnumerateObject()).Select(p => p.Name);
        var source = File.ReadAllText(Path.Combine(Repository.Root, "benchmarks", "pytorch", "device_work.py"));
        var read = Regex.Matches(source, """\b(?:order|network)\["(?<key>\w+)"\]""", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Groups["key"].Value).ToList();
        Assert.NotEmpty(read);
        Assert.Empty(read.Except(names));
        Assert.Contains($"\"{PyTorchStyle.Best}\"", source);
    }

    [Fact]
    public void The_script_for_machines_without_NET_tells_how_it_is_used()
    {
        var start = new System.Diagnostics.ProcessStartInfo("bash") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "benchmarks", "gpu.sh"));
        using var script = System.Diagnostics.Process.Start(start)!;
        var usage = script.StandardOutput.ReadToEnd();
        script.WaitForExit();
        Assert.Equal(0, script.ExitCode);
        Assert.Contains("benchmarks/gpu.sh pack", usage);
        Assert.Contains("benchmarks/gpu.sh run", usage);
        Assert.DoesNotContain("set -", usage);
    }

    // Nobody's figure stands in the document before somebody measured it.
    [Fact]
    public void The_document_says_that_nothing_ran_on_a_GPU_until_something_did()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "benchmarks.md"));
        var section = Regex.Match(document, "<!-- gpu: written by the program -->\n(?<text>.*?)\n<!-- gpu: end -->", RegexOptions.Singleline, TimeSpan.FromSeconds(5)).Groups["text"].Value;
        Assert.True(section == DeviceReport.NeverRun || section.Contains("driver", StringComparison.Ordinal), "the section gpu is missing or tells no device");
        if (section == DeviceReport.NeverRun)
            Assert.DoesNotContain("<!-- gpu-", document);
    }

    private static NetworkShape ComputedNetworks() => ComparedNetworks.Nucleus with { KernelSize = 3 };

    private static bool HasPyTorch()
    {
        try
        {
            PyTorchSettings.Find();
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
