"""The commands of `flipscope`, one module each. None of them imports Streamlit, Plotly or pandas."""
