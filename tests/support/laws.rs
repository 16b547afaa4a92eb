//! Checks that a report agrees with the declaration. Conservation, promise 7, is checked elsewhere.

use pipeline::{Graph, GraphEdge, Report};

/// Checks a report of a run that started all its stages. It must have exactly the declared stages
/// and streams. Where a stage feeds one edge only, and the reader of that edge reads no other, the
/// items that the stage gave are the items that were put into the edge.
pub fn is_as_declared(graph: &Graph, report: &Report) {
    let declared: Vec<_> = graph.stages().iter().map(|stage| stage.name).collect();
    let ran: Vec<_> = report.stages.iter().map(|stage| stage.name).collect();
    assert_eq!(ran, declared, "{graph}\n{report}");
    let mut declared: Vec<_> = graph.edges().iter().map(|edge| edge.to).collect();
    let mut read: Vec<_> = report.streams.iter().map(|stream| stream.reader).collect();
    declared.sort_unstable();
    read.sort_unstable();
    assert_eq!(read, declared, "{graph}\n{report}");
    for edge in graph.edges() {
        if let Some(put) = put_into(edge, report)
            && let Some(given) = given_to(edge, graph, report)
        {
            assert_eq!(put, given, "{edge}\n{report}");
        }
    }
}

/// Returns how many items were put into an edge, if its reader reads no other edge.
fn put_into(edge: &GraphEdge, report: &Report) -> Option<u64> {
    let streams = report.streams.iter();
    let mut own = streams.filter(|stream| stream.reader == edge.to);
    let only = own.next().filter(|_| own.next().is_none());
    only.map(|stream| stream.put)
}

/// Returns how many items the stages upstream of an edge gave, if they feed no other edge.
fn given_to(edge: &GraphEdge, graph: &Graph, report: &Report) -> Option<u64> {
    let fills = |stage| {
        graph
            .edges()
            .iter()
            .filter(move |edge| edge.from.contains(stage))
    };
    let given = |stage| {
        let is_only = fills(stage).count() == 1;
        is_only.then(|| report.stage(stage).map_or(0, |stage| stage.given))
    };
    edge.from.iter().map(given).sum()
}
